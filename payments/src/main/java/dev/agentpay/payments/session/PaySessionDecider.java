package dev.agentpay.payments.session;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.proof.Connectors;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Decides which events an input causes. Pure: no clock, no I/O, no randomness; the time is a
/// parameter.
///
/// @param deadlines maximum duration of each state
/// @param connectors the kind of each connector, which says what its errors prove and whether it
///   has a ledger
public record PaySessionDecider(Deadlines deadlines, Connectors connectors) {

  /// Time after which version 0.1 gave up a cancel.
  private static final Duration GIVE_UP_TIME = Duration.ofSeconds(30);

  /// Starts a session.
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
    return new Decision(List.of(first), PaySession.begin(first), Optional.empty());
  }

  /// When the session's deadline is due. Empty if it is final, if it waits for Twilio to accept a
  /// cancel, or if only a person can find out how it ended.
  public Optional<Instant> due(PaySession session) {
    final boolean cannotAskLedger =
        session.state() == SessionState.UNCONFIRMED
            && !connectors.kind(session.request().connector()).hasLedger();
    return cannotAskLedger ? Optional.empty() : deadlines.of(session);
  }

  /// Decides what an input changes.
  ///
  /// @throws RefusedException if a person's request is not possible
  public Decision decide(PaySession session, Input input, Instant at, Origin origin) {
    final DecisionBuilder builder =
        new DecisionBuilder(session, connectors.kind(session.request().connector()), at, origin);
    switch (input) {
      case Input.RequestCapture request -> requestCapture(builder, request);
      case Input.Submit _ -> submit(builder);
      case Input.Cancel _ -> cancel(builder);
      case Input.Resolve resolve -> resolve(builder, resolve);
      case Input.ReleaseCall release -> release(builder, release);
      case Input.CallbackArrived arrived -> OnStatus.decide(builder, arrived.status());
      case Input.Answered answered -> OnAnswer.decide(builder, answered, deadlines);
      case Input.Dropped dropped -> OnAnswer.dropped(builder, dropped);
      case Input.CallOver over -> callOver(builder, over.why());
      case Input.DeadlinePassed _ -> deadline(builder);
    }
    return builder.decision();
  }

  private static void requestCapture(DecisionBuilder builder, Input.RequestCapture request) {
    final PaySession session = builder.session();
    if (!session.request().captureOrder().contains(request.field())
        && !session.required().map(r -> r.contains(request.field())).orElse(false)) {
      throw new RefusedException(
          Refusal.UNKNOWN_FIELD,
          "this session does not capture %s; its capture order is fixed when it starts"
              .formatted(request.field().wire()));
    }
    if (leavesOrder(session, request.field())) {
      discard(builder, request.field());
      return;
    }
    final boolean isBeingTyped =
        session.state() == SessionState.CAPTURING
            && session.capture().equals(Optional.of(request.field()))
            && !session.field(request.field()).captured();
    final boolean wasRequestedAhead = session.ahead().contains(request.field()) && !request.again();
    if (wasRequestedAhead && (isBeingTyped || session.field(request.field()).captured())) {
      builder.record(new SessionEvent.CaptureAwaited(request.field()));
      return; // the server already requested this field for the client
    }
    if (isBeingTyped && !request.again()) {
      return; // a repeated request must not discard the digits typed so far
    }
    switch (session.state()) {
      case IDLE, CAPTURING, READY ->
          builder.record(new SessionEvent.CaptureRequested(request.field(), 1));
      default ->
          throw notNow(session, "a field can be requested only before the payment is submitted");
    }
  }

  /// Whether the client requests another field than the server expected when it requested ahead, so
  /// that the fields requested ahead may contain what was meant for others.
  private static boolean leavesOrder(PaySession session, CaptureField field) {
    return switch (session.state()) {
      case IDLE, CAPTURING, READY ->
          !session.ahead().isEmpty() && session.ahead().getFirst() != field;
      default -> false;
    };
  }

  private static void discard(DecisionBuilder builder, CaptureField requested) {
    builder.session().ahead().stream()
        .filter(field -> field != requested)
        .forEach(field -> builder.record(new SessionEvent.CaptureDiscarded(field)));
    builder.record(new SessionEvent.CaptureRequested(requested, 1));
  }

  private static void submit(DecisionBuilder builder) {
    switch (builder.state()) {
      case READY -> builder.record(new SessionEvent.SubmitRequested());
      case COMPLETING, UNCONFIRMED, PAID, TOKENIZED, DECLINED -> {} // already submitted
      case OPENING, IDLE, CAPTURING ->
          throw notNow(builder.session(), "submit when every required field is captured");
      case CANCELLING, CANCELLED, ABANDONED, FAILED ->
          throw notNow(builder.session(), "it ends without a payment; start another session");
    }
  }

  private static void cancel(DecisionBuilder builder) {
    switch (builder.state()) {
      case OPENING, IDLE, CAPTURING, READY ->
          builder.record(new SessionEvent.CancelRequested("cancelled by the agent"));
      case CANCELLING, CANCELLED -> {} // already cancelled
      case COMPLETING, UNCONFIRMED ->
          throw notNow(
              builder.session(), "money may have moved since the submit; wait for the result");
      case PAID, TOKENIZED, DECLINED, ABANDONED, FAILED ->
          throw notNow(builder.session(), "it has ended, so there is nothing to cancel");
    }
  }

  private static void resolve(DecisionBuilder builder, Input.Resolve resolve) {
    if (builder.state() != SessionState.UNCONFIRMED) {
      throw notNow(builder.session(), "only an unconfirmed session can be resolved by a person");
    }
    if (resolve.reason().isBlank()) {
      throw new RefusedException(
          Refusal.BAD_VALUE, "enter a reason for the audit log: say why you are sure");
    }
    if (resolve.evidence().isBlank()) {
      throw new RefusedException(
          Refusal.BAD_VALUE,
          "enter what the processor's records show: the id of the charge, or that there is none");
    }
    if (!Transitions.allows(
        SessionState.UNCONFIRMED, SessionEvent.SessionResolved.class, resolve.end())) {
      throw new RefusedException(
          Refusal.BAD_VALUE,
          "a session can be resolved only as paid, tokenized, declined or failed");
    }
    final SessionEvent resolved =
        new SessionEvent.SessionResolved(resolve.end(), resolve.reason(), resolve.evidence());
    if (resolve.end() == SessionState.FAILED) {
      builder.endUnpaid(resolved);
    } else {
      builder.record(resolved);
    }
  }

  private static void release(DecisionBuilder builder, Input.ReleaseCall release) {
    if (builder.state().mayHaveCharged()) {
      builder.record(new SessionEvent.CallReleased(release.newSession()));
    }
  }

  private static void callOver(DecisionBuilder builder, String why) {
    switch (builder.state()) {
      case OPENING, IDLE, CAPTURING, READY ->
          builder.record(new SessionEvent.SessionAbandoned("the call ended: " + why));
      case CANCELLING ->
          builder.record(new SessionEvent.SessionCancelled("the call ended: " + why));
      default -> {} // after the submit, the end of the call changes nothing
    }
  }

  private void deadline(DecisionBuilder builder) {
    if (builder.state() == SessionState.CANCELLING) {
      cancelAgain(builder);
      return;
    }
    final Optional<Instant> due = due(builder.session());
    if (due.isEmpty() || due.get().isAfter(builder.at())) {
      return; // the deadline has moved or no longer applies
    }
    switch (builder.state()) {
      // The create may have opened a Payment, which must be cancelled.
      case OPENING -> builder.record(new SessionEvent.CancelRequested("Twilio did not answer"));
      case IDLE, CAPTURING, READY ->
          builder.record(new SessionEvent.CancelRequested("no activity for too long"));
      case COMPLETING -> builder.markUnconfirmed("Twilio did not say how the submit ended");
      case UNCONFIRMED -> builder.askLedger();
      case CANCELLING, PAID, TOKENIZED, DECLINED, CANCELLED, ABANDONED, FAILED -> {}
    }
  }

  /// Version 0.1 gave up a cancel before the deadline, and then the deadline ended the session.
  /// Such a deadline may still be stored.
  private static void cancelAgain(DecisionBuilder builder) {
    if (!builder.session().stateSince().plus(GIVE_UP_TIME).isAfter(builder.at())) {
      builder.record(
          new SessionEvent.CancelRequested("retried a cancel that an earlier version gave up"));
    }
  }

  private static RefusedException notNow(PaySession session, String hint) {
    return new RefusedException(
        Refusal.NOT_NOW, "the session is %s: %s".formatted(session.state().name(), hint));
  }
}
