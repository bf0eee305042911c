package dev.agentpay.simulator.world;

import java.time.Duration;
import java.time.InstantSource;

/// The simulator's clock and its only way to wait. [VirtualTimeline] runs whole worlds in one
/// thread without waiting; [RealTimeline] runs on the machine's clock and may shorten every wait.
///
/// Tasks that fall due at the same instant run in the order in which they were scheduled.
public interface Timeline extends InstantSource {

  /// Runs `task` once when `wait` of simulated time has passed; zero or less means as soon as
  /// possible, never inside this call.
  Pending after(Duration wait, Runnable task);

  /// Runs `task` when somebody else has had `limit` to answer. Other than a simulated wait, a limit
  /// on a real peer is never shortened: a shorter one fires on a busy machine without any fault.
  default Pending limit(Duration limit, Runnable task) {
    return after(limit, task);
  }

  /// A scheduled task.
  interface Pending {
    /// Forgets the task; no effect when it already ran.
    void cancel();
  }
}
