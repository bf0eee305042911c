package dev.agentpay.events;

import java.time.Instant;

/// Runs work at a given time: on virtual threads in production; in tests on one thread with virtual
/// time, so that a simulation replays from its seed.
public interface Scheduler {
  /// The current time, by the clock that [#at] uses.
  Instant now();

  /// Runs `work` as soon as possible, but not on the caller's stack.
  void soon(Runnable work);

  /// Runs `work` once, not before `when`.
  void at(Instant when, Runnable work);
}
