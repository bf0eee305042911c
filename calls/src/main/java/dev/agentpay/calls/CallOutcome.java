package dev.agentpay.calls;

import java.util.List;

/// What a decision tells whoever caused it.
public sealed interface CallOutcome
    permits NextStep,
        CallOutcome.Taken,
        CallOutcome.CallIs,
        CallOutcome.AgentIs,
        CallOutcome.UuiIs {
  /// A webhook was taken.
  ///
  /// @param isOurs whether it is about a call of ours
  record Taken(boolean isOurs) implements CallOutcome {}

  /// How a call stands now.
  record CallIs(Call call) implements CallOutcome {}

  /// How an agent stands now.
  record AgentIs(Agent agent) implements CallOutcome {}

  /// How a UUI stands now.
  ///
  /// @param calls live ones under it, the newest first
  record UuiIs(UuiEntry entry, List<Call> calls) implements CallOutcome {
    public UuiIs {
      calls = List.copyOf(calls);
    }
  }
}
