package dev.agentpay.payments;

import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionState;

/// Whether an instruction is still wanted: looked at before each attempt, since the session may
/// have moved on while the instruction waited.
final class InstructionRelevance {
  private InstructionRelevance() {}

  /// @param again whether an attempt before may have got through
  static boolean is(PaySession session, long number, Instruction instruction, boolean again) {
    return switch (instruction) {
      case Instruction.Create _ ->
          session.payment().isEmpty()
              && (session.state() == SessionState.OPENING
                  // It may have got through: its answer tells which Payment to cancel.
                  || (session.state() == SessionState.CANCELLING && again));
      case Instruction.Capture _ ->
          session.state() == SessionState.CAPTURING
              && session.captureNumber() == number
              && !(again && session.captureConfirmed());
      case Instruction.Complete _ -> session.state() == SessionState.COMPLETING;
      case Instruction.Cancel _ -> session.state() == SessionState.CANCELLING;
      case Instruction.CancelOrphan _ -> true;
      case Instruction.AskLedger _ -> session.state().mayHaveCharged();
    };
  }
}
