package dev.agentpay.events;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The waiting tasks. [EventStore#append] writes and removes them together with the events that
/// cause and complete them; this port leases them to nodes.
///
/// Of each queue, only the task with the lowest number is leased, and independently of it the
/// deadline. Each lease counts as an attempt, because a node that dies while it holds a lease may
/// already have sent something. A task that a newer version wrote and this version cannot read
/// keeps its place and blocks its queue; a task that cannot be read for any other reason becomes a
/// dead letter.
///
/// Every method blocks and may throw [StoreUnavailableException]; try again later.
public interface Outbox {
  /// Maximum number of tasks that one call to [#leaseDue] returns: the work of one sweep for one
  /// node.
  int MAX_LEASED = 256;

  /// Leases the queue's next task, if it is due and not leased. Never its deadline.
  ///
  /// @param node the node that leases it, until `until` or until the task is removed or postponed
  Optional<Task> leaseNext(String queue, String node, Instant now, Instant until);

  /// Leases all tasks that are due and not leased, oldest first, at most [#MAX_LEASED].
  List<Task> leaseDue(String node, Instant now, Instant until);

  /// Returns the lease and makes the task due at `dueAt`. Stores its counts of futile attempts and
  /// of consecutive failures. Does nothing if the task was removed or leased again.
  void putOff(Task task, Instant dueAt);

  /// Moves a failing task to the dead letters, so that the next task of its queue can be leased.
  /// Does nothing if the task was removed or leased again.
  ///
  /// @param reason see [Traces]
  void putAside(Task task, String reason, Instant at);

  /// Removes a task that is no longer needed. Does nothing if it was removed already.
  void remove(Task.Id task);

  /// Removes a completed task. Does nothing if it was removed, leased again or rewritten.
  void done(Task task);

  /// When the earliest task can be leased: at its due time, or when its current lease ends.
  Optional<Instant> nextDue();
}
