package dev.agentpay.calls;

import java.util.List;

/// Result of a decision, returned to the caller of [Calls].
public sealed interface CallOutcome
    permits NextStep,
        CallOutcome.Handled,
        CallOutcome.CallResult,
        CallOutcome.AgentResult,
        CallOutcome.UuiResult {
  /// A webhook or deadline was handled.
  ///
  /// @param isKnownCall whether it concerns a known call; for [CallInput.WaitDeadlinePassed],
  ///   whether the caller still waits and was not recalled
  record Handled(boolean isKnownCall) implements CallOutcome {}

  /// The call after the decision.
  record CallResult(Call call) implements CallOutcome {}

  /// The agent after the decision.
  record AgentResult(Agent agent) implements CallOutcome {}

  /// The UUI after the decision.
  ///
  /// @param calls live calls under it, newest first
  record UuiResult(UuiEntry entry, List<Call> calls) implements CallOutcome {
    public UuiResult {
      calls = List.copyOf(calls);
    }
  }
}
