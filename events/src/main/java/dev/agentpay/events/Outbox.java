package dev.agentpay.events;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The tasks that wait. They are written and removed by [EventStore#append] together with the
/// events that cause and settle them; this port leases them out.
///
/// Of each queue only the task with the lowest number is ever leased, and a deadline independently.
/// Each lease counts as an attempt, since a node that dies with it may have got as far as sending.
/// A task that cannot be read because a newer version wrote it keeps its place, and whatever is
/// behind it in its queue waits; one that cannot be read for another reason is put aside.
///
/// Every method blocks and may throw [StoreUnavailableException]; trying again later is right.
public interface Outbox {
  /// Most tasks that one call to [#leaseDue] hands out: a sweep's worth of work for one node.
  int MAX_LEASED = 256;

  /// Leases the queue's next task if it is due and nobody holds it. Never its deadline.
  ///
  /// @param node who asks; holds it until `until` or until it is removed or put off
  Optional<Task> leaseNext(String queue, String node, Instant now, Instant until);

  /// Leases whatever is due and held by nobody, oldest first, at most [#MAX_LEASED].
  List<Task> leaseDue(String node, Instant now, Instant until);

  /// Gives the lease back and lets nobody have it before `dueAt`; keeps how many attempts were
  /// futile, and how many failed in a row. Does nothing when the task is gone, or somebody else has
  /// leased it since.
  void putOff(Task task, Instant dueAt);

  /// Moves a task that cannot be done to the dead letters, so that the next of its queue can be
  /// leased. Does nothing when it is gone, or somebody else has leased it since.
  ///
  /// @param reason why, see [Traces]
  void putAside(Task task, String reason, Instant at);

  /// Removes a task that nothing needs any more. Does nothing when it is gone.
  void remove(Task.Id task);

  /// Removes a task that is done. Does nothing when it is gone, or when somebody has leased it or
  /// written it anew since.
  void done(Task task);

  /// When the earliest task can be leased: when it is due, or when the lease that holds it ends.
  Optional<Instant> nextDue();
}
