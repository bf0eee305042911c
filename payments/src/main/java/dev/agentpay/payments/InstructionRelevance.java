package dev.agentpay.payments;

import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionState;

/// Decides whether an instruction is still needed. Called before each attempt, because the session
/// may have changed while the instruction waited.
final class InstructionRelevance {
  private InstructionRelevance() {}

  /// @param isRetry whether an earlier attempt may have reached Twilio
  static boolean isStillNeeded(
      PaySession session, long number, Instruction instruction, boolean isRetry) {
    return switch (instruction) {
      case Instruction.Create _ ->
          session.payment().isEmpty()
              && (session.state() == SessionState.OPENING
                  // An earlier attempt may have opened a Payment; the answer says which one to
                  // cancel.
                  || (session.state() == SessionState.CANCELLING && isRetry));
      case Instruction.Capture _ ->
          session.state() == SessionState.CAPTURING
              && session.captureNumber() == number
              && !(isRetry && session.captureConfirmed());
      case Instruction.Discard _ -> session.state() == SessionState.CAPTURING;
      case Instruction.Complete _ -> session.state() == SessionState.COMPLETING;
      case Instruction.Cancel _ -> session.state() == SessionState.CANCELLING;
      case Instruction.CancelOrphan _ -> true;
      case Instruction.AskLedger _ -> session.state().mayHaveCharged();
    };
  }
}
