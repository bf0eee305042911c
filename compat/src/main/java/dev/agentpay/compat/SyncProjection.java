package dev.agentpay.compat;

import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.events.Append;
import dev.agentpay.events.Event;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Projection;
import dev.agentpay.events.Task;
import dev.agentpay.payments.session.Input;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionEvent;
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
      case Call call -> call(call, written.events()).stream().toList();
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

  private static Optional<Task> call(Call call, List<EventEnvelope> events) {
    return last(events, SyncProjection::assignsCall)
        .filter(_ -> call.isLive() && call.uui().isPresent())
        .flatMap(
            event ->
                call.agent()
                    .map(
                        agent ->
                            Task.next(
                                "sync/%s/%s".formatted(agent, call.sid()),
                                new SyncCall(agent, call.uui().get(), call.sid(), event.at()),
                                event.at())));
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
