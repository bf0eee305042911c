package dev.agentpay.simulator.world;

import java.time.Duration;
import java.time.InstantSource;

/// The simulator's clock and scheduler. [VirtualTimeline] runs whole worlds in one thread without
/// waiting. [RealTimeline] uses the machine's clock and may shorten waits.
///
/// Tasks that are due at the same instant run in the order in which they were scheduled.
public interface Timeline extends InstantSource {

  /// Runs `task` once after `wait` of simulated time. Zero or less means as soon as possible, but
  /// never inside this call.
  Pending after(Duration wait, Runnable task);

  /// Runs `task` once after `limit`, the time-out of a real peer. Unlike a simulated wait, it is
  /// never shortened: a shorter limit would fire on a busy machine without any fault.
  default Pending limit(Duration limit, Runnable task) {
    return after(limit, task);
  }

  /// Runs `task` once after `wait`, in which a person may press a key or answer a telephone. A time
  /// scale shortens it less than other waits, because a person or a script needs real time to act.
  default Pending afterPerson(Duration wait, Runnable task) {
    return after(wait, task);
  }

  /// A scheduled task.
  interface Pending {
    /// Cancels the task; no effect if it has already run.
    void cancel();
  }
}
