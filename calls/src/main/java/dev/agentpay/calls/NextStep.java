package dev.agentpay.calls;

/// Instruction for a call that requests one.
public sealed interface NextStep extends CallOutcome {
  /// Ring an agent.
  record Dial(Ring ring) implements NextStep {}

  /// Play hold music, and request instructions again when it ends.
  record Wait() implements NextStep {}

  /// End the call: no agent can take it, or it has ended already.
  ///
  /// @param hangsUp true: hang up; false: signal busy
  record End(boolean hangsUp) implements NextStep {}
}
