package dev.agentpay.proofs.crash;

import dev.agentpay.client.model.PayEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The events that one stream told of pay sessions, in the order in which it told them.
final class StreamHistory {
  private final Map<String, List<Told>> streams = new ConcurrentHashMap<>();

  /// @param type such as `field-captured`
  record Told(long number, String type) {}

  /// @param stream such as `session/ps_…`; others than sessions are left out
  void event(String stream, long number, String type) {
    if (stream.startsWith("session/")) {
      streams.compute(
          stream.substring("session/".length()),
          (_, told) -> {
            final List<Told> more = told == null ? new ArrayList<>() : new ArrayList<>(told);
            more.add(new Told(number, type));
            return more;
          });
    }
  }

  /// How many events of this session were told.
  int count(String session) {
    return streams.getOrDefault(session, List.of()).size();
  }

  /// Whether this session was told of at all.
  boolean knows(String session) {
    return streams.containsKey(session);
  }

  /// What is wrong about one session: each event of the log has to be told once, in order, and as
  /// the log has it. Empty when nothing is.
  List<String> problems(String who, String session, List<PayEvent> log) {
    final List<Told> logged = log.stream().map(e -> new Told(e.number(), e.type())).toList();
    final List<Told> told = streams.getOrDefault(session, List.of());
    return told.equals(logged)
        ? List.of()
        : List.of("%s: %s was told %s, the log has %s".formatted(session, who, told, logged));
  }
}
