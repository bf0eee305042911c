package dev.agentpay.payments;

import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;

/// Carries instructions to Twilio. Blocks until there is an answer; throws nothing: every failure
/// is an [Answer].
public interface TwilioGateway {
  /// One attempt at one instruction.
  ///
  /// @param call the instruction's session, its number and its Payment
  /// @param instruction any but [Instruction.AskLedger]
  Answer send(Envelope call, Instruction instruction);

  /// What every request to Twilio carries besides the instruction itself.
  ///
  /// @param session travels in the status callback's URL
  /// @param number of the event that caused the instruction: `session:number` is the
  ///   IdempotencyKey, the same for each attempt; it also travels in the URL
  /// @param call the leg on which the Payment is
  /// @param payment present once Twilio has opened it; absent for a create
  record Envelope(
      SessionId session, long number, CallSid call, java.util.Optional<PaymentSid> payment) {

    /// Twilio's `IdempotencyKey`.
    public String idempotencyKey() {
      return session + ":" + number;
    }
  }
}
