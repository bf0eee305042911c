package dev.agentpay.payments.session;

import dev.agentpay.events.Work;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.PaymentSid;
import java.util.Optional;

/// A request to Twilio or to the connector's ledger. One event causes it, and it has that event's
/// number. It is stored as a task before it is sent.
public sealed interface Instruction extends Work {
  /// Opens a Payment.
  record Create(PayRequest request) implements Instruction {}

  /// Captures a field, for the first time or again.
  ///
  /// @param second whether it is the second entry, which Twilio compares with the first
  record Capture(CaptureField field, boolean second) implements Instruction {
    /// Captures the first or only entry.
    public Capture(CaptureField field) {
      this(field, false);
    }

    /// The name of the entry in Twilio's API.
    public String wire() {
      return second ? field.secondEntryWire() : field.wire();
    }
  }

  /// Makes Twilio forget what was typed into a field, by starting its capture again. The capture of
  /// another field follows at once.
  record Discard(CaptureField field) implements Instruction {}

  /// Charges or tokenises.
  record Complete() implements Instruction {}

  /// Cancels the session's Payment.
  record Cancel() implements Instruction {}

  /// Cancels a Payment that Twilio opened but no session needs.
  record CancelOrphan(PaymentSid payment) implements Instruction {}

  /// Asks the connector's ledger which transactions it made for the session.
  record AskLedger() implements Instruction {}

  /// Returns the instruction that an event causes, if any.
  static Optional<Instruction> causedBy(SessionEvent event) {
    return switch (event) {
      case SessionEvent.SessionStarted started -> Optional.of(new Create(started.request()));
      case SessionEvent.CaptureRequested capture ->
          Optional.of(new Capture(capture.field(), capture.second()));
      case SessionEvent.CaptureDiscarded discarded -> Optional.of(new Discard(discarded.field()));
      case SessionEvent.SubmitRequested _ -> Optional.of(new Complete());
      case SessionEvent.CancelRequested _ -> Optional.of(new Cancel());
      case SessionEvent.PaymentOrphaned orphan -> Optional.of(new CancelOrphan(orphan.payment()));
      case SessionEvent.LedgerAsked _ -> Optional.of(new AskLedger());
      default -> Optional.empty();
    };
  }
}
