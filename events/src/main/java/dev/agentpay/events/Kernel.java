package dev.agentpay.events;

import java.time.Duration;

/// What the services of one node stand on.
///
/// @param store the log of all streams
/// @param feed the live stream
/// @param outbox the tasks that wait
/// @param worker does them
/// @param scheduler this node's clock and threads
public record Kernel(
    EventStore store, Feed feed, Outbox outbox, OutboxWorker worker, Scheduler scheduler) {
  /// For attempts that are over within [OutboxWorker#LEASE].
  ///
  /// @param node this process' own name among all that share the store
  public static Kernel of(
      EventStore store, Feed feed, Outbox outbox, Scheduler scheduler, String node) {
    return of(store, feed, outbox, scheduler, node, Duration.ZERO);
  }

  /// @param node this process' own name among all that share the store
  /// @param longestAttempt at a task: connect and read time-out together
  public static Kernel of(
      EventStore store,
      Feed feed,
      Outbox outbox,
      Scheduler scheduler,
      String node,
      Duration longestAttempt) {
    return new Kernel(
        store, feed, outbox, new OutboxWorker(outbox, scheduler, node, longestAttempt), scheduler);
  }
}
