package dev.agentpay.payments.session;

import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.proof.ConnectorKind;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.PaymentSid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One decision in the making: facts are added one by one, and each is looked at in the light of
/// those before it.
final class DecisionBuilder {
  private final ConnectorKind kind;
  private final Instant at;
  private final Origin origin;
  private final List<EventEnvelope> events = new ArrayList<>();
  private PaySession now;
  private Optional<Digits> digits = Optional.empty();

  /// @param kind of the session's connector
  DecisionBuilder(PaySession now, ConnectorKind kind, Instant at, Origin origin) {
    this.now = now;
    this.kind = kind;
    this.at = at;
    this.origin = origin;
  }

  /// The session as it stands after the facts so far.
  PaySession now() {
    return now;
  }

  /// The kind of the session's connector.
  ConnectorKind kind() {
    return kind;
  }

  SessionState state() {
    return now.state();
  }

  Instant at() {
    return at;
  }

  void record(SessionEvent event) {
    final EventEnvelope recorded =
        new EventEnvelope(now.stream(), now.version() + 1, at, origin, now.owner(), event);
    now = now.evolve(recorded);
    events.add(recorded);
  }

  void tell(CaptureField field, String mask) {
    digits = Optional.of(new Digits(now.id(), now.agent(), field, mask, at));
  }

  /// Asks for the next field when it is on us to ask, or notes that none is missing.
  void advance() {
    final Optional<CaptureField> next = now.nextField();
    if (next.isEmpty()) {
      record(new SessionEvent.AllCaptured());
    } else if (now.request().advance() == Advance.SERVER) {
      record(new SessionEvent.CaptureRequested(next.get(), 1));
    } else if (now.captureNumber() > 0) {
      // The client asks for the same in a moment; until then the customer may type already.
      record(new SessionEvent.CaptureRequested(next.get(), 1));
      record(new SessionEvent.CaptureAnticipated(next.get()));
    }
  }

  /// No money has moved. Twilio may still have the Payment open, with the customer at its keypad:
  /// unless Twilio has ended it, it is cancelled, so that the next payment on the call can begin.
  void notPaid(SessionEvent end) {
    final Optional<PaymentSid> open = now.lastWord().isPresent() ? Optional.empty() : now.payment();
    record(end);
    open.ifPresent(payment -> record(new SessionEvent.PaymentOrphaned(payment)));
  }

  /// Nobody knows whether money moved: the ledger is asked, where there is one.
  void doubt(String why) {
    record(new SessionEvent.SessionUnconfirmed(why));
    if (kind.hasLedger()) {
      askLedger();
    }
  }

  void askLedger() {
    record(new SessionEvent.LedgerAsked(now.ledgerAsked() + 1));
  }

  Decision decision() {
    return new Decision(events, now, digits);
  }
}
