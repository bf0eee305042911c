package dev.agentpay.payments.session;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.StreamId;
import dev.agentpay.payments.proof.LastWord;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One try to take one payment on one call: what its events add up to. [PaySessionDecider] says
/// what happens next, [#evolve] what an event makes of it.
///
/// @param version number of the newest event
/// @param capture the field that is being captured; kept while [SessionState#CAPTURING]
/// @param captureNumber number of the newest capture; 0 before the first
/// @param captureConfirmed whether Twilio has shown that it got that capture
/// @param ahead fields that were asked for ahead of an existing client that advances by itself, and
///   for which the client has not asked yet
/// @param payment present once Twilio has opened it
/// @param orphan a Payment that Twilio has opened besides, and that is being cancelled
/// @param required what Twilio still wants, as it last said; empty before it said anything
/// @param fields what is known of each field that was touched
/// @param cardType the brand in Twilio's spelling, once known
/// @param seen the callbacks so far
/// @param early a callback that may be about the present capture or about one before it; looked at
///   again once Twilio has shown that it has the present one
/// @param lastWord how Twilio said that the Payment ended, as far as it did
/// @param stateSince when the present state was entered
/// @param ledgerAsked how often the ledger was asked
/// @param ledgerQuestion the newest question to the ledger
/// @param released whether another session may start on the call although this one is not over
/// @param alarm whether something arrived after the end that a person must look at
public record PaySession(
    SessionId id,
    long version,
    AgentId agent,
    PayRequest request,
    SessionState state,
    Optional<CaptureField> capture,
    long captureNumber,
    boolean captureConfirmed,
    List<CaptureField> ahead,
    Optional<PaymentSid> payment,
    Optional<PaymentSid> orphan,
    Optional<List<CaptureField>> required,
    Map<CaptureField, FieldState> fields,
    Optional<String> cardType,
    CallbackHistory seen,
    Optional<PaymentStatus> early,
    Optional<LastWord> lastWord,
    Outcome outcome,
    Instant startedAt,
    Instant stateSince,
    int ledgerAsked,
    Optional<LedgerQuestion> ledgerQuestion,
    boolean released,
    boolean alarm)
    implements Aggregate {

  /// A question to the connector's ledger.
  ///
  /// @param number of the event that caused it
  /// @param at when it was recorded: it is sent later, never earlier
  public record LedgerQuestion(long number, Instant at) {}

  public PaySession {
    required = required.map(List::copyOf);
    ahead = List.copyOf(ahead);
    fields = Map.copyOf(fields);
  }

  @Override
  public StreamId stream() {
    return id.stream();
  }

  @Override
  public Optional<AgentId> owner() {
    return Optional.of(agent);
  }

  /// Whether no other session may start on its call.
  public boolean holdsCall() {
    return !state.isFinal() && !released;
  }

  /// What is known of a field.
  public FieldState field(CaptureField field) {
    return fields.getOrDefault(field, FieldState.UNTOUCHED);
  }

  /// The field to ask for next: the first in the capture order that is required and not captured,
  /// then whatever else Twilio requires. Empty when nothing is missing, as far as Twilio has said.
  public Optional<CaptureField> nextField() {
    final List<CaptureField> wanted = required.orElse(request.captureOrder());
    return request.captureOrder().stream()
        .filter(wanted::contains)
        .findFirst()
        .or(() -> wanted.stream().findFirst());
  }

  public static PaySession evolve(Optional<PaySession> before, EventEnvelope event) {
    return before.map(session -> session.evolve(event)).orElseGet(() -> begin(event));
  }

  /// The session that begins with this event.
  ///
  /// @throws IllegalArgumentException when it begins with another
  public static PaySession begin(EventEnvelope first) {
    if (!(first.event() instanceof SessionEvent.SessionStarted started) || first.number() != 1) {
      throw new IllegalArgumentException("a session begins with SessionStarted, numbered 1");
    }
    return new PaySession(
        started.id(),
        1,
        started.owner(),
        started.request(),
        SessionState.OPENING,
        Optional.empty(),
        0,
        false,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        CallbackHistory.NOTHING,
        Optional.empty(),
        Optional.empty(),
        Outcome.NONE,
        first.at(),
        first.at(),
        0,
        Optional.empty(),
        false,
        false);
  }

  /// The session after one more event.
  ///
  /// @throws IllegalStateException when the event's number is not the next, or [Transitions] does
  ///   not know its move: final stays final whatever the caller believes
  public PaySession evolve(EventEnvelope recorded) {
    recorded.requireNextAfter(version);
    final SessionEvent event = (SessionEvent) recorded.event();
    final Draft next = new Draft(this);
    next.version = recorded.number();
    Transitions.target(event)
        .ifPresent(
            to -> {
              Transitions.check(state, event, to);
              next.state = to;
              next.stateSince = recorded.at();
            });
    next.learn(event, recorded.at());
    return next.done();
  }

  /// The one mutable place: a copy of a session on its way to the next.
  private static final class Draft {
    private final PaySession was;
    private long version;
    private SessionState state;
    private Optional<CaptureField> capture;
    private long captureNumber;
    private boolean captureConfirmed;
    private List<CaptureField> ahead;
    private Optional<PaymentSid> payment;
    private Optional<PaymentSid> orphan;
    private Optional<List<CaptureField>> required;
    private final Map<CaptureField, FieldState> fields = new EnumMap<>(CaptureField.class);
    private Optional<String> cardType;
    private CallbackHistory seen;
    private Optional<PaymentStatus> early;
    private Optional<LastWord> lastWord;
    private Outcome outcome;
    private Instant stateSince;
    private int ledgerAsked;
    private Optional<LedgerQuestion> ledgerQuestion;
    private boolean released;
    private boolean alarm;

    private Draft(PaySession was) {
      this.was = was;
      version = was.version;
      state = was.state;
      capture = was.capture;
      captureNumber = was.captureNumber;
      captureConfirmed = was.captureConfirmed;
      ahead = was.ahead;
      payment = was.payment;
      orphan = was.orphan;
      required = was.required;
      fields.putAll(was.fields);
      cardType = was.cardType;
      seen = was.seen;
      early = was.early;
      lastWord = was.lastWord;
      outcome = was.outcome;
      stateSince = was.stateSince;
      ledgerAsked = was.ledgerAsked;
      ledgerQuestion = was.ledgerQuestion;
      released = was.released;
      alarm = was.alarm;
    }

    private void learn(SessionEvent event, Instant at) {
      switch (event) {
        case SessionEvent.SessionStarted _ ->
            throw new IllegalStateException(was.id + " has begun already");
        case SessionEvent.PaymentOpened opened -> payment = Optional.of(opened.payment());
        case SessionEvent.PaymentAdopted adopted -> payment = Optional.of(adopted.payment());
        case SessionEvent.StatusReceived received -> merge(received.status(), received.stale(), at);
        case SessionEvent.InstructionAccepted accepted ->
            captureConfirmed |= accepted.instruction() == captureNumber;
        case SessionEvent.CaptureRequested asked -> {
          capture = Optional.of(asked.field());
          captureNumber = version;
          captureConfirmed = false;
          early = Optional.empty();
          ahead = without(asked.field());
          fields.put(asked.field(), forAttempt(asked).reopened());
        }
        case SessionEvent.CaptureAnticipated anticipated ->
            ahead =
                Stream.concat(without(anticipated.field()).stream(), Stream.of(anticipated.field()))
                    .toList();
        case SessionEvent.CaptureAwaited awaited -> ahead = without(awaited.field());
        case SessionEvent.FieldCaptured captured ->
            fields.compute(
                captured.field(), (_, f) -> (f == null ? FieldState.UNTOUCHED : f).done());
        case SessionEvent.FieldRejected rejected ->
            fields.put(rejected.field(), was.field(rejected.field()).rejected(rejected.error()));
        case SessionEvent.CaptureParked _, SessionEvent.AllCaptured _ -> {
          capture = Optional.empty();
          early = Optional.empty();
        }
        case SessionEvent.SessionPaid paid -> outcome = Outcome.paid(paid.confirmationCode());
        case SessionEvent.SessionTokenized tokenized ->
            outcome = Outcome.tokenized(tokenized.token(), tokenized.profile());
        case SessionEvent.SessionDeclined declined -> outcome = Outcome.refused(declined.reason());
        case SessionEvent.SessionCancelled cancelled -> outcome = Outcome.because(cancelled.why());
        case SessionEvent.SessionAbandoned left -> outcome = Outcome.because(left.why());
        case SessionEvent.SessionFailed failed -> outcome = Outcome.because(failed.reason());
        case SessionEvent.SessionUnconfirmed doubt -> outcome = Outcome.because(doubt.why());
        case SessionEvent.SessionResolved resolved -> outcome = resolvedBy(resolved);
        case SessionEvent.LedgerAsked asked -> {
          ledgerAsked = asked.attempt();
          ledgerQuestion = Optional.of(new LedgerQuestion(version, at));
        }
        case SessionEvent.PaymentOrphaned orphaned -> {
          orphan = Optional.of(orphaned.payment());
          payment = payment.or(() -> orphan);
        }
        case SessionEvent.CallReleased _ -> released = true;
        case SessionEvent.AlarmRaised _ -> alarm = true;
        case SessionEvent.InstructionFailed _,
            SessionEvent.SubmitRequested _,
            SessionEvent.CancelRequested _ -> {}
      }
    }

    private List<CaptureField> without(CaptureField field) {
      return ahead.stream().filter(other -> other != field).toList();
    }

    /// Merge, never replace: a callback carries only some fields, and a late one only fills what
    /// nobody is typing and nothing newer has told.
    private void merge(PaymentStatus status, boolean stale, Instant at) {
      seen = seen.with(status);
      if (state.isFinal()) {
        return; // logged, and nothing else
      }
      lastWord = status.lastWord(at).or(() -> lastWord);
      if (!stale && CaptureMatch.of(was, status) == CaptureMatch.UNKNOWN) {
        early = isEnd(status) ? Optional.of(status) : Optional.empty();
      }
      if (!stale) {
        required = status.required().or(() -> required);
      }
      cardType = stale ? cardType.or(status::cardType) : status.cardType().or(() -> cardType);
      status
          .masks()
          .forEach(
              (field, mask) -> {
                final FieldState known = fields.getOrDefault(field, FieldState.UNTOUCHED);
                final boolean beingTyped = capture.equals(Optional.of(field));
                if (stale ? known.mask().isEmpty() && !beingTyped : !mask.isEmpty()) {
                  fields.put(field, known.masked(mask));
                }
              });
      captureConfirmed |=
          capture.isPresent()
              && status.capture().equals(capture)
              && status.required().map(r -> r.contains(capture.get())).orElse(false)
              && status.captureHint().orElse(0) == captureNumber;
    }

    /// Whether it says that the customer has ended typing the field that is being captured.
    private boolean isEnd(PaymentStatus status) {
      return state == SessionState.CAPTURING
          && status.capture().equals(capture)
          && (status.error().isPresent()
              || status.required().filter(r -> !r.contains(capture.orElseThrow())).isPresent());
    }

    private FieldState forAttempt(SessionEvent.CaptureRequested asked) {
      final FieldState known = was.field(asked.field());
      return asked.attempt() == 1 ? known.forgiven() : known;
    }

    private static Outcome resolvedBy(SessionEvent.SessionResolved resolved) {
      return switch (resolved.end()) {
        case PAID -> Outcome.paid(resolved.evidence());
        case TOKENIZED -> Outcome.tokenized(resolved.evidence(), Optional.empty());
        default -> Outcome.because(resolved.reason());
      };
    }

    private PaySession done() {
      return new PaySession(
          was.id,
          version,
          was.agent,
          was.request,
          state,
          capture,
          captureNumber,
          captureConfirmed,
          ahead,
          payment,
          orphan,
          required,
          fields,
          cardType,
          seen,
          early,
          lastWord,
          outcome,
          was.startedAt,
          stateSince,
          ledgerAsked,
          ledgerQuestion,
          released,
          alarm);
    }
  }
}
