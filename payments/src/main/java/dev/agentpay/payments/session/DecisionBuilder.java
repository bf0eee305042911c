package dev.agentpay.payments.session;

import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.proof.ConnectorKind;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.PaymentSid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Builds one decision. Each recorded event is applied immediately, so the following steps see the
/// updated session.
final class DecisionBuilder {
  private final ConnectorKind kind;
  private final Instant at;
  private final Origin origin;
  private final List<EventEnvelope> events = new ArrayList<>();
  private PaySession session;
  private Optional<Digits> digits = Optional.empty();

  /// @param kind kind of the session's connector
  DecisionBuilder(PaySession session, ConnectorKind kind, Instant at, Origin origin) {
    this.session = session;
    this.kind = kind;
    this.at = at;
    this.origin = origin;
  }

  /// The session after the events recorded so far.
  PaySession session() {
    return session;
  }

  /// The kind of the session's connector.
  ConnectorKind kind() {
    return kind;
  }

  SessionState state() {
    return session.state();
  }

  Instant at() {
    return at;
  }

  void record(SessionEvent event) {
    final EventEnvelope recorded =
        new EventEnvelope(
            session.stream(), session.version() + 1, at, origin, session.owner(), event);
    session = session.evolve(recorded);
    events.add(recorded);
  }

  void showDigits(CaptureField field, String mask) {
    digits = Optional.of(new Digits(session.id(), session.agent(), field, mask, at));
  }

  /// Requests the next field if the server has to do so, or records that all fields are captured.
  void advance() {
    final Optional<CaptureField> next = session.nextField();
    if (next.isEmpty()) {
      record(new SessionEvent.AllCaptured());
      return;
    }
    switch (session.request().advance()) {
      case SERVER -> record(new SessionEvent.CaptureRequested(next.get(), 1));
      case CLIENT -> {
        if (session.captureNumber() > 0) {
          // The client is about to request the same field. The customer may start typing before.
          record(new SessionEvent.CaptureRequested(next.get(), 1));
          record(new SessionEvent.CaptureAnticipated(next.get()));
        }
      }
      case CLIENT_ALONE -> waitForClient();
    }
  }

  private void waitForClient() {
    if (session.state() == SessionState.CAPTURING) {
      record(new SessionEvent.CaptureParked("the client requests the next field"));
    }
  }

  /// Ends the session without a payment; no money has moved. Twilio may still have the Payment open
  /// and collect digits. Unless Twilio has ended it, cancel it, so that the next payment on the
  /// call can start.
  void endUnpaid(SessionEvent end) {
    final Optional<PaymentSid> open =
        session.lastWord().isPresent() ? Optional.empty() : session.payment();
    record(end);
    open.ifPresent(payment -> record(new SessionEvent.PaymentOrphaned(payment)));
  }

  /// Records that we do not know whether money moved, and asks the ledger if there is one.
  void markUnconfirmed(String why) {
    record(new SessionEvent.SessionUnconfirmed(why));
    if (kind.hasLedger()) {
      askLedger();
    }
  }

  void askLedger() {
    record(new SessionEvent.LedgerAsked(session.ledgerAsked() + 1));
  }

  Decision decision() {
    return new Decision(events, session, digits);
  }
}
