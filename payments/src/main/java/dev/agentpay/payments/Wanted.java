package dev.agentpay.payments;

/// Whether an instruction is still wanted: looked at before each attempt, since the session may
/// have moved on while the instruction waited.
final class Wanted {
  private Wanted() {}

  /// @param attempt which attempt this would be, from 1
  static boolean is(PaySession session, long number, Instruction instruction, int attempt) {
    final boolean again = attempt > 1;
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
