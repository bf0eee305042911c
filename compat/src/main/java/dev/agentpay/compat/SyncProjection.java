package dev.agentpay.compat;

import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.Event;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Projection;
import dev.agentpay.events.Task;
import dev.agentpay.payments.session.Input;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Projects events of payments and calls to outbox rows for Sync, from which existing clients read.
/// Because the rows are in the outbox, a restart loses none. The values of one item or document are
/// written in the order of their events.
public final class SyncProjection implements Projection {
  private final String payMap;

  /// @param payMap the name of the Sync map of payments
  public SyncProjection(String payMap) {
    this.payMap = payMap;
  }

  @Override
  public List<Task> rows(Append.StreamAppend written, Object cause) {
    return switch (written.after()) {
      case PaySession session when cause instanceof Input.CallbackArrived arrived ->
          payment(session, arrived, written.events()).stream().toList();
      case Call call -> call.uui().map(uui -> call(call, uui, written.events())).orElse(List.of());
      default -> List.of();
    };
  }

  private Optional<Task> payment(
      PaySession session, Input.CallbackArrived arrived, List<EventEnvelope> events) {
    final Optional<String> mirror = session.request().mirror();
    return last(events, SessionEvent.StatusReceived.class::isInstance)
        .filter(_ -> mirror.isPresent() && arrived.copy().isPresent())
        .map(
            event ->
                Task.next(
                    queue(session, mirror.get(), arrived),
                    new SyncPayment(
                        session.agent(),
                        mirror.get(),
                        arrived.status().payment().value(),
                        arrived.copy().get(),
                        event.at()),
                    event.at()));
  }

  /// Returns the queue of a payment's values. A client uses one document for all of its payments,
  /// but in the map each payment has its own item.
  private String queue(PaySession session, String mirror, Input.CallbackArrived arrived) {
    final String name = "sync/%s/%s".formatted(session.agent(), mirror);
    return mirror.equals(payMap) ? name + "/" + arrived.status().payment() : name;
  }

  private static List<Task> call(Call call, Uui uui, List<EventEnvelope> events) {
    final List<Task> rows = new ArrayList<>();
    for (EventEnvelope event : events) {
      leaver((CallEvent) event.event())
          .filter(agent -> !call.agent().equals(Optional.of(agent)))
          .map(agent -> new SyncCallLeft(agent, uui, call.sid(), event.at()))
          .ifPresent(left -> rows.add(Task.next(queue(left.agent(), uui), left, left.at())));
    }
    last(events, SyncProjection::assignsCall)
        .filter(_ -> call.isLive())
        .flatMap(event -> call.agent().map(a -> new SyncCall(a, uui, call.sid(), event.at())))
        .ifPresent(row -> rows.add(Task.next(queue(row.agent(), uui), row, row.at())));
    return rows;
  }

  /// Returns the queue of an agent's item for a UUI. Several calls can have the same UUI.
  private static String queue(AgentId agent, Uui uui) {
    return "sync/%s/uui/%s".formatted(agent, uui);
  }

  /// Returns the agent whom the call has left, if any.
  private static Optional<AgentId> leaver(CallEvent event) {
    return switch (event) {
      case CallEvent.CallLeft left -> Optional.of(left.agent());
      case CallEvent.AgentMissed missed -> Optional.of(missed.agent());
      default -> Optional.empty();
    };
  }

  private static boolean assignsCall(Event event) {
    return event instanceof CallEvent.CallClaimed
        || event instanceof CallEvent.CallAssigned
        || event instanceof CallEvent.AgentAnswered;
  }

  private static Optional<EventEnvelope> last(List<EventEnvelope> events, Predicate<Event> filter) {
    return events.reversed().stream().filter(e -> filter.test(e.event())).findFirst();
  }
}
