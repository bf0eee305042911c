package dev.agentpay.payments;

import dev.agentpay.events.Append;
import dev.agentpay.events.Projection;
import dev.agentpay.events.StreamId;
import dev.agentpay.events.Task;
import dev.agentpay.payments.session.Decision;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaySessionDecider;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.values.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The effects of a decision on one session: its events, the instructions that they cause, and its
/// deadline.
///
/// @param put tasks to write
/// @param remove tasks to remove
record SessionChange(
    PaySession after, Append.StreamAppend stream, List<Task> put, Set<Task.Id> remove) {

  /// @param before empty for a new session
  static SessionChange of(
      Optional<PaySession> before, Decision decision, PaySessionDecider decider) {
    final PaySession after = decision.after();
    final String queue = queue(after.id());
    final List<Task> put = new ArrayList<>();
    decision
        .events()
        .forEach(
            event ->
                Instruction.causedBy((SessionEvent) event.event())
                    .map(i -> Task.of(queue, event.number(), i, event.at()))
                    .ifPresent(put::add));
    final Set<Task.Id> remove = new HashSet<>();
    final Optional<Instant> due = decider.due(after);
    if (!due.equals(before.flatMap(decider::due))) {
      due.ifPresentOrElse(
          at -> put.add(Task.deadline(queue, new SessionDeadline(), at)),
          () -> remove.add(new Task.Id(queue, Task.DEADLINE)));
    }
    return new SessionChange(
        after,
        new Append.StreamAppend(
            before.map(PaySession::version).orElse(0L), decision.events(), after),
        put,
        remove);
  }

  /// Combines changes into one append.
  ///
  /// @param unchanged streams that must still have these versions
  /// @param cause the input that the projection receives
  static Append append(
      List<SessionChange> changes,
      Map<StreamId, Long> unchanged,
      Projection projection,
      Object cause,
      Optional<Append.RequestKey> request) {
    final List<Append.StreamAppend> streams = new ArrayList<>();
    final List<Task> tasks = new ArrayList<>();
    final Set<Task.Id> settled = new HashSet<>();
    for (SessionChange change : changes) {
      streams.add(change.stream);
      tasks.addAll(change.put);
      tasks.addAll(projection.rows(change.stream, cause));
      settled.addAll(change.remove);
    }
    return new Append(streams, unchanged, Set.of(), tasks, settled, request);
  }

  /// The queue of a session's instructions. They are sent one after another.
  static String queue(SessionId id) {
    return id.stream().toString();
  }
}
