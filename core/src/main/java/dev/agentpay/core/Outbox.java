package dev.agentpay.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The tasks that wait. They are written and removed by [EventStore#append] together with the
/// events that cause and settle them; this port leases them out.
///
/// One instruction of a session is under way at a time, in the order of their numbers: only the
/// lowest is ever leased. A session's deadline is leased independently. Each lease counts as an
/// attempt, since a node that dies with it may have got as far as sending.
public interface Outbox {
  /// Most tasks that one call to [#leaseDue] hands out: a sweep's worth of work for one node.
  int MAX_LEASED = 256;

  /// Leases the session's next instruction if it is due and nobody holds it.
  ///
  /// @param node who asks; holds it until `until` or until it is removed or put off
  Optional<Task> leaseNext(SessionId session, String node, Instant now, Instant until);

  /// Leases whatever is due and held by nobody, oldest first, at most [#MAX_LEASED].
  List<Task> leaseDue(String node, Instant now, Instant until);

  /// Gives the lease back and lets nobody have it before `dueAt`. Does nothing when the task is
  /// gone.
  void putOff(Task task, Instant dueAt);

  /// Removes a task that nothing needs any more. Does nothing when it is gone.
  void remove(SessionId session, long number);

  /// When the earliest task can be leased: when it is due, or when the lease that holds it ends.
  Optional<Instant> nextDue();
}
