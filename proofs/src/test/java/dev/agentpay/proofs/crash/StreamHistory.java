package dev.agentpay.proofs.crash;

import dev.agentpay.client.model.PayEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The pay session events that one event stream delivered, in order of delivery.
final class StreamHistory {
  private final Map<String, List<Received>> streams = new ConcurrentHashMap<>();

  /// @param number the event's number in its session
  /// @param type such as `field-captured`
  record Received(long number, String type) {}

  /// Adds an event; ignores streams other than sessions.
  ///
  /// @param stream such as `session/ps_…`
  void add(String stream, long number, String type) {
    if (stream.startsWith("session/")) {
      streams.compute(
          stream.substring("session/".length()),
          (_, before) -> {
            final List<Received> events =
                before == null ? new ArrayList<>() : new ArrayList<>(before);
            events.add(new Received(number, type));
            return events;
          });
    }
  }

  /// The number of events received for this session.
  int count(String session) {
    return streams.getOrDefault(session, List.of()).size();
  }

  /// Whether any event of this session was received.
  boolean knows(String session) {
    return streams.containsKey(session);
  }

  /// Compares the received events with the log: each event must be received once and in order.
  ///
  /// @param who the receiver, for the text
  /// @return the problem, or empty
  List<String> problems(String who, String session, List<PayEvent> log) {
    final List<Received> logged =
        log.stream().map(e -> new Received(e.number(), e.type())).toList();
    final List<Received> received = streams.getOrDefault(session, List.of());
    return received.equals(logged)
        ? List.of()
        : List.of(
            "%s: %s received %s, but the log has %s".formatted(session, who, received, logged));
  }
}
