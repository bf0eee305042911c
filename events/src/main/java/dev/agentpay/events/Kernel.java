package dev.agentpay.events;

import java.time.Duration;

/// The infrastructure that the services of one node share.
///
/// @param store the event log of all streams
/// @param feed live delivery of events and updates
/// @param outbox the waiting tasks
/// @param worker runs the tasks
/// @param scheduler this node's clock and threads
public record Kernel(
    EventStore store, Feed feed, Outbox outbox, OutboxWorker worker, Scheduler scheduler) {
  /// Creates a kernel for handlers that finish within [OutboxWorker#LEASE].
  ///
  /// @param node this process's unique name among all that share the store
  public static Kernel of(
      EventStore store, Feed feed, Outbox outbox, Scheduler scheduler, String node) {
    return of(store, feed, outbox, scheduler, node, Duration.ZERO);
  }

  /// @param node this process's unique name among all that share the store
  /// @param longestAttempt of any handler: connect and read time-out together
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
