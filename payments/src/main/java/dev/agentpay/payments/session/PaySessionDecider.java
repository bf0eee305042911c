package dev.agentpay.payments.session;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.proof.Connectors;
import dev.agentpay.payments.values.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What happens next: the heart. Pure: no clock, no I/O, no chance; time comes in with the input.
///
/// @param deadlines how long each state may last
/// @param connectors which kind each connector is: that says what proves what, and whether there is
///   a ledger to ask
public record PaySessionDecider(Deadlines deadlines, Connectors connectors) {

  /// When version 0.1 had given a cancel up.
  private static final Duration GIVEN_UP = Duration.ofSeconds(30);

  /// What starts a session.
  public Decision start(
      SessionId id, AgentId agent, PayRequest request, Instant at, Origin origin) {
    final EventEnvelope first =
        new EventEnvelope(
            id.stream(),
            1,
            at,
            origin,
            Optional.of(agent),
            new SessionEvent.SessionStarted(id, agent, request));
    return new Decision(java.util.List.of(first), PaySession.begin(first), Optional.empty());
  }

  /// When a session has to be looked at again by itself. Empty when it is final, when it waits for
  /// a cancel to be accepted, and when only a person can tell how it ended.
  public Optional<Instant> due(PaySession session) {
    final boolean nobodyToAsk =
        session.state() == SessionState.UNCONFIRMED
            && !connectors.kind(session.request().connector()).hasLedger();
    return nobodyToAsk ? Optional.empty() : deadlines.of(session);
  }

  /// What an input leads to.
  ///
  /// @throws RefusedException when a person asked for what cannot be
  public Decision decide(PaySession now, Input input, Instant at, Origin origin) {
    final DecisionBuilder turn =
        new DecisionBuilder(now, connectors.kind(now.request().connector()), at, origin);
    switch (input) {
      case Input.AskFor ask -> askFor(turn, ask);
      case Input.Submit _ -> submit(turn);
      case Input.Cancel _ -> cancel(turn);
      case Input.Resolve resolve -> resolve(turn, resolve);
      case Input.ReleaseCall release -> release(turn, release);
      case Input.Arrived arrived -> OnStatus.decide(turn, arrived.status());
      case Input.Answered answered -> OnAnswer.decide(turn, answered, deadlines);
      case Input.Dropped dropped -> OnAnswer.dropped(turn, dropped);
      case Input.CallOver over -> callOver(turn, over.why());
      case Input.DeadlinePassed _ -> deadline(turn);
    }
    return turn.decision();
  }

  private static void askFor(DecisionBuilder turn, Input.AskFor ask) {
    final PaySession now = turn.now();
    if (!now.request().captureOrder().contains(ask.field())
        && !now.required().map(r -> r.contains(ask.field())).orElse(false)) {
      throw new RefusedException(
          Refusal.UNKNOWN_FIELD,
          "this session does not capture %s; its capture order is fixed when it starts"
              .formatted(ask.field().wire()));
    }
    final boolean beingTyped =
        now.state() == SessionState.CAPTURING
            && now.capture().equals(Optional.of(ask.field()))
            && !now.field(ask.field()).captured();
    final boolean isEcho = now.ahead().contains(ask.field()) && !ask.again();
    if (isEcho && (beingTyped || now.field(ask.field()).captured())) {
      turn.record(new SessionEvent.CaptureAwaited(ask.field()));
      return; // the client says late what we have said for it, maybe when the field is done already
    }
    if (beingTyped && !ask.again()) {
      return; // asking twice must not wipe the digits that were typed in between
    }
    switch (now.state()) {
      case IDLE, CAPTURING, READY -> turn.record(new SessionEvent.CaptureRequested(ask.field(), 1));
      default -> throw notNow(now, "a field can be asked for while the customer may still type");
    }
  }

  private static void submit(DecisionBuilder turn) {
    switch (turn.state()) {
      case READY -> turn.record(new SessionEvent.SubmitRequested());
      case COMPLETING, UNCONFIRMED, PAID, TOKENIZED, DECLINED -> {} // submitted already
      case OPENING, IDLE, CAPTURING ->
          throw notNow(turn.now(), "submit is possible when every required field is captured");
      case CANCELLING, CANCELLED, ABANDONED, FAILED ->
          throw notNow(turn.now(), "it ended without a payment; start another");
    }
  }

  private static void cancel(DecisionBuilder turn) {
    switch (turn.state()) {
      case OPENING, IDLE, CAPTURING, READY ->
          turn.record(new SessionEvent.CancelRequested("cancelled by the agent"));
      case CANCELLING, CANCELLED -> {} // cancelled already
      case COMPLETING, UNCONFIRMED ->
          throw notNow(turn.now(), "money may have moved since the submit; wait for the result");
      case PAID, TOKENIZED, DECLINED, ABANDONED, FAILED ->
          throw notNow(turn.now(), "it has ended and there is nothing to cancel");
    }
  }

  private static void resolve(DecisionBuilder turn, Input.Resolve resolve) {
    if (turn.state() != SessionState.UNCONFIRMED) {
      throw notNow(turn.now(), "only an unconfirmed session is resolved by a person");
    }
    if (resolve.reason().isBlank()) {
      throw new RefusedException(Refusal.BAD_VALUE, "say why you are sure, for the audit");
    }
    if (resolve.evidence().isBlank()) {
      throw new RefusedException(
          Refusal.BAD_VALUE, "say what the processor's records show: an id, or that there is none");
    }
    if (!Transitions.leads(
        SessionState.UNCONFIRMED, SessionEvent.SessionResolved.class, resolve.end())) {
      throw new RefusedException(
          Refusal.BAD_VALUE, "a session is resolved as paid, tokenized, declined or failed");
    }
    final SessionEvent resolved =
        new SessionEvent.SessionResolved(resolve.end(), resolve.reason(), resolve.evidence());
    if (resolve.end() == SessionState.FAILED) {
      turn.notPaid(resolved);
    } else {
      turn.record(resolved);
    }
  }

  private static void release(DecisionBuilder turn, Input.ReleaseCall release) {
    if (turn.state().mayHaveCharged()) {
      turn.record(new SessionEvent.CallReleased(release.newSession()));
    }
  }

  private static void callOver(DecisionBuilder turn, String why) {
    switch (turn.state()) {
      case OPENING, IDLE, CAPTURING, READY ->
          turn.record(new SessionEvent.SessionAbandoned("the call ended: " + why));
      case CANCELLING -> turn.record(new SessionEvent.SessionCancelled("the call ended: " + why));
      default -> {} // from the submit on a hang-up changes nothing
    }
  }

  private void deadline(DecisionBuilder turn) {
    if (turn.state() == SessionState.CANCELLING) {
      cancelAgain(turn);
      return;
    }
    final Optional<Instant> due = due(turn.now());
    if (due.isEmpty() || due.get().isAfter(turn.at())) {
      return; // it has moved on since
    }
    switch (turn.state()) {
      // The create may have arrived all the same: what it may have opened has to be cancelled.
      case OPENING -> turn.record(new SessionEvent.CancelRequested("Twilio did not answer"));
      case IDLE, CAPTURING, READY ->
          turn.record(new SessionEvent.CancelRequested("nothing happened for too long"));
      case COMPLETING -> turn.doubt("Twilio did not say how the submit ended");
      case UNCONFIRMED -> turn.askLedger();
      case CANCELLING, PAID, TOKENIZED, DECLINED, CANCELLED, ABANDONED, FAILED -> {}
    }
  }

  /// Version 0.1 gave up a cancel before its deadline, which then ended the session. Such a
  /// deadline may still be there.
  private static void cancelAgain(DecisionBuilder turn) {
    if (!turn.now().stateSince().plus(GIVEN_UP).isAfter(turn.at())) {
      turn.record(new SessionEvent.CancelRequested("an earlier version gave the cancel up"));
    }
  }

  private static RefusedException notNow(PaySession now, String hint) {
    return new RefusedException(
        Refusal.NOT_NOW, "the session is %s: %s".formatted(now.state().name(), hint));
  }
}
