package dev.agentpay.payments.session;

import dev.agentpay.events.Work;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.PaymentSid;
import java.util.Optional;

/// What we tell Twilio, or ask the ledger. Each is caused by one event and carries that event's
/// number; it is a row before it is a request.
public sealed interface Instruction extends Work {
  /// Open a Payment.
  record Create(PayRequest request) implements Instruction {}

  /// Capture a field, again if need be.
  record Capture(CaptureField field) implements Instruction {}

  /// Charge or tokenise.
  record Complete() implements Instruction {}

  /// Cancel the session's Payment.
  record Cancel() implements Instruction {}

  /// Cancel a Payment that Twilio opened and that its session does not need.
  record CancelOrphan(PaymentSid payment) implements Instruction {}

  /// Ask the connector's ledger what became of the session.
  record AskLedger() implements Instruction {}

  /// What an event causes, if anything.
  static Optional<Instruction> causedBy(SessionEvent event) {
    return switch (event) {
      case SessionEvent.SessionStarted started -> Optional.of(new Create(started.request()));
      case SessionEvent.CaptureRequested capture -> Optional.of(new Capture(capture.field()));
      case SessionEvent.SubmitRequested _ -> Optional.of(new Complete());
      case SessionEvent.CancelRequested _ -> Optional.of(new Cancel());
      case SessionEvent.PaymentOrphaned orphan -> Optional.of(new CancelOrphan(orphan.payment()));
      case SessionEvent.LedgerAsked _ -> Optional.of(new AskLedger());
      default -> Optional.empty();
    };
  }
}
