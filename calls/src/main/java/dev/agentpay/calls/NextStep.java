package dev.agentpay.calls;

/// What a call that asks is to do.
public sealed interface NextStep extends CallOutcome {
  /// Ring an agent.
  record Dial(Ring ring) implements NextStep {}

  /// Hear music, and ask again when it is over.
  record Wait() implements NextStep {}

  /// Nothing more: nobody can take it, or it is over.
  ///
  /// @param hangsUp whether the line is hung up; if not, it is busy
  record End(boolean hangsUp) implements NextStep {}
}
