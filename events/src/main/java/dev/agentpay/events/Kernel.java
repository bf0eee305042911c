package dev.agentpay.events;

/// What the services of one node stand on.
///
/// @param store the log of all streams
/// @param feed the live stream
/// @param outbox the tasks that wait
/// @param worker does them
/// @param scheduler this node's clock and threads
public record Kernel(
    EventStore store, Feed feed, Outbox outbox, OutboxWorker worker, Scheduler scheduler) {
  /// @param node this process' own name among all that share the store
  public static Kernel of(
      EventStore store, Feed feed, Outbox outbox, Scheduler scheduler, String node) {
    return new Kernel(store, feed, outbox, new OutboxWorker(outbox, scheduler, node), scheduler);
  }
}
