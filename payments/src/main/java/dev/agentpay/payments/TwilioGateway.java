package dev.agentpay.payments;

import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import java.util.Optional;

/// Sends instructions to Twilio. Blocks until the answer arrives. Throws no exceptions: every
/// failure is an [Answer].
public interface TwilioGateway {
  /// Sends an instruction once.
  ///
  /// @param envelope the instruction's session, number, call and Payment
  /// @param instruction any but [Instruction.AskLedger]
  Answer send(Envelope envelope, Instruction instruction);

  /// Data that every request to Twilio contains in addition to the instruction.
  ///
  /// @param session added to the status callback's URL
  /// @param number number of the event that caused the instruction. `session:number` is the
  ///   IdempotencyKey, which is the same for each attempt. The number is also added to the URL
  /// @param call the leg that the Payment belongs to
  /// @param payment present once Twilio has opened it; empty for a create
  record Envelope(SessionId session, long number, CallSid call, Optional<PaymentSid> payment) {

    /// Twilio's `IdempotencyKey`.
    public String idempotencyKey() {
      return session + ":" + number;
    }
  }
}
