package dev.agentpay.payments.session;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.StreamId;
import dev.agentpay.payments.proof.LastWord;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// State of one attempt to take one payment on a call, computed from its events.
/// [PaySessionDecider] decides which events follow; [#evolve] applies an event.
///
/// @param version number of the newest event
/// @param capture the field that is being captured, in state [SessionState#CAPTURING]
/// @param captureNumber number of the newest capture; 0 before the first
/// @param secondEntry whether the customer types this field for the second time, so that Twilio can
///   compare the entries
/// @param captureConfirmed whether Twilio has confirmed that it received this capture
/// @param ahead fields that the server requested before the client did, for an existing client that
///   requests each field itself. A field is removed when the client requests it
/// @param payment the Payment, once Twilio has opened it
/// @param orphan another Payment that Twilio has opened and that is being cancelled
/// @param required fields that Twilio still requires, from its latest callback; empty before the
///   first
/// @param fields state of each field that has any
/// @param cardType the card brand in Twilio's spelling, if known
/// @param seen the callbacks received so far
/// @param early a callback that may belong to the current capture or to an earlier one. It is
///   applied when Twilio confirms that it received the current capture
/// @param lastWord the result that Twilio reported at the end of the Payment, if it did
/// @param stateSince when the current state was entered
/// @param ledgerAsked number of questions to the ledger
/// @param ledgerQuestion the latest question to the ledger
/// @param released whether another session may start on the call although this one has not ended
/// @param alarm whether something arrived after the end that a person must check
public record PaySession(
    SessionId id,
    long version,
    AgentId agent,
    PayRequest request,
    SessionState state,
    Optional<CaptureField> capture,
    long captureNumber,
    boolean secondEntry,
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
  /// @param number number of the event that caused the question
  /// @param at when the event was recorded; the question is sent at this time or later
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

  /// Whether this session prevents others from starting on its call.
  public boolean holdsCall() {
    return !state.isFinal() && !released;
  }

  /// Returns the state of a field.
  public FieldState field(CaptureField field) {
    return fields.getOrDefault(field, FieldState.UNTOUCHED);
  }

  /// Returns the field to request next: the first in the capture order that Twilio still requires,
  /// or else any other field that Twilio requires. Empty if nothing is missing.
  public Optional<CaptureField> nextField() {
    final List<CaptureField> wanted = required.orElse(request.captureOrder());
    return request.captureOrder().stream()
        .filter(wanted::contains)
        .findFirst()
        .or(() -> wanted.stream().findFirst());
  }

  /// Whether a callback says that the current field has to be typed a second time.
  boolean isFirstEntryDone(PaymentStatus status) {
    return state == SessionState.CAPTURING
        && status.capture().equals(capture)
        && status.secondEntry().equals(Optional.of(SecondEntry.DUE))
        && capture.filter(request.typeTwice()::contains).isPresent()
        && !secondEntry;
  }

  public static PaySession evolve(Optional<PaySession> before, EventEnvelope event) {
    return before.map(session -> session.evolve(event)).orElseGet(() -> begin(event));
  }

  /// Creates a session from its first event.
  ///
  /// @throws IllegalArgumentException if the event is not [SessionEvent.SessionStarted] with number
  ///   1
  public static PaySession begin(EventEnvelope first) {
    if (!(first.event() instanceof SessionEvent.SessionStarted started) || first.number() != 1) {
      throw new IllegalArgumentException("a session must begin with SessionStarted, number 1");
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
        false,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        CallbackHistory.EMPTY,
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

  /// Returns the session after one more event.
  ///
  /// @throws IllegalStateException if the event's number is not the next one, or [Transitions] does
  ///   not allow it in this state; for example, a final state cannot change
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
    next.apply(event, recorded.at());
    return next.build();
  }

  /// Mutable copy of a session, used to compute the next state.
  private static final class Draft {
    private final PaySession before;
    private long version;
    private PayRequest request;
    private SessionState state;
    private Optional<CaptureField> capture;
    private long captureNumber;
    private boolean secondEntry;
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

    private Draft(PaySession before) {
      this.before = before;
      version = before.version;
      request = before.request;
      state = before.state;
      capture = before.capture;
      captureNumber = before.captureNumber;
      secondEntry = before.secondEntry;
      captureConfirmed = before.captureConfirmed;
      ahead = before.ahead;
      payment = before.payment;
      orphan = before.orphan;
      required = before.required;
      fields.putAll(before.fields);
      cardType = before.cardType;
      seen = before.seen;
      early = before.early;
      lastWord = before.lastWord;
      outcome = before.outcome;
      stateSince = before.stateSince;
      ledgerAsked = before.ledgerAsked;
      ledgerQuestion = before.ledgerQuestion;
      released = before.released;
      alarm = before.alarm;
    }

    private void apply(SessionEvent event, Instant at) {
      switch (event) {
        case SessionEvent.SessionStarted _ ->
            throw new IllegalStateException(before.id + " has already started");
        case SessionEvent.PaymentOpened opened -> payment = Optional.of(opened.payment());
        case SessionEvent.PaymentAdopted adopted -> payment = Optional.of(adopted.payment());
        case SessionEvent.StatusReceived received -> merge(received.status(), received.stale(), at);
        case SessionEvent.InstructionAccepted accepted ->
            captureConfirmed |= accepted.instruction() == captureNumber;
        case SessionEvent.CaptureRequested requested -> {
          capture = Optional.of(requested.field());
          captureNumber = version;
          secondEntry = requested.second();
          captureConfirmed = false;
          early = Optional.empty();
          if (!requested.second()) {
            ahead = without(requested.field());
            fields.put(requested.field(), forAttempt(requested).cleared());
          }
        }
        case SessionEvent.CaptureAnticipated anticipated ->
            ahead =
                Stream.concat(without(anticipated.field()).stream(), Stream.of(anticipated.field()))
                    .toList();
        case SessionEvent.CaptureAwaited awaited -> ahead = without(awaited.field());
        case SessionEvent.CaptureDiscarded discarded -> {
          request = request.advancedBy(Advance.CLIENT_ALONE);
          ahead = without(discarded.field());
          fields.remove(discarded.field());
        }
        case SessionEvent.FieldCaptured captured ->
            fields.compute(
                captured.field(), (_, f) -> (f == null ? FieldState.UNTOUCHED : f).asCaptured());
        case SessionEvent.FieldRejected rejected ->
            fields.put(rejected.field(), before.field(rejected.field()).rejected(rejected.error()));
        case SessionEvent.CaptureParked _, SessionEvent.AllCaptured _ -> {
          capture = Optional.empty();
          secondEntry = false;
          early = Optional.empty();
        }
        case SessionEvent.SessionPaid paid -> outcome = Outcome.paid(paid.confirmationCode());
        case SessionEvent.SessionTokenized tokenized ->
            outcome = Outcome.tokenized(tokenized.token(), tokenized.profile());
        case SessionEvent.SessionDeclined declined -> outcome = Outcome.refused(declined.reason());
        case SessionEvent.SessionCancelled cancelled -> outcome = Outcome.withText(cancelled.why());
        case SessionEvent.SessionAbandoned abandoned -> outcome = Outcome.withText(abandoned.why());
        case SessionEvent.SessionFailed failed -> outcome = Outcome.withText(failed.reason());
        case SessionEvent.SessionUnconfirmed unconfirmed ->
            outcome = Outcome.withText(unconfirmed.why());
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

    /// Merges a callback into the state, because a callback contains only some of the fields. A
    /// stale callback only fills in values that are unknown and not being typed.
    private void merge(PaymentStatus status, boolean stale, Instant at) {
      seen = seen.with(status);
      if (state.isFinal()) {
        return; // record the callback but change nothing
      }
      lastWord = status.lastWord(at).or(() -> lastWord);
      if (!stale && CaptureMatch.of(before, status) == CaptureMatch.UNKNOWN) {
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
                  fields.put(field, known.withMask(mask));
                }
              });
      captureConfirmed |=
          capture.isPresent()
              && status.capture().equals(capture)
              && status.required().map(r -> r.contains(capture.get())).orElse(false)
              && status.captureHint().orElse(0) == captureNumber;
    }

    /// Whether a callback says that the customer has finished typing the current field.
    private boolean isEnd(PaymentStatus status) {
      return state == SessionState.CAPTURING
          && status.capture().equals(capture)
          && (status.error().isPresent()
              || before.isFirstEntryDone(status)
              || status.required().filter(r -> !r.contains(capture.orElseThrow())).isPresent());
    }

    private FieldState forAttempt(SessionEvent.CaptureRequested requested) {
      final FieldState known = before.field(requested.field());
      return requested.attempt() == 1 ? known.withoutRejections() : known;
    }

    private static Outcome resolvedBy(SessionEvent.SessionResolved resolved) {
      return switch (resolved.end()) {
        case PAID -> Outcome.paid(resolved.evidence());
        case TOKENIZED -> Outcome.tokenized(resolved.evidence(), Optional.empty());
        default -> Outcome.withText(resolved.reason());
      };
    }

    private PaySession build() {
      return new PaySession(
          before.id,
          version,
          before.agent,
          request,
          state,
          capture,
          captureNumber,
          secondEntry,
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
          before.startedAt,
          stateSince,
          ledgerAsked,
          ledgerQuestion,
          released,
          alarm);
    }
  }
}
