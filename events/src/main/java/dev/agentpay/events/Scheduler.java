package dev.agentpay.events;

import java.time.Instant;

/// Runs work at some time. In production on virtual threads; in a test on one thread and virtual
/// time, so that a whole world replays from a seed.
public interface Scheduler {
  /// The time now, by the same clock that [#at] goes by.
  Instant now();

  /// Runs `work` as soon as possible, not on the caller's stack.
  void soon(Runnable work);

  /// Runs `work` once, not before `when`.
  void at(Instant when, Runnable work);
}
