package dev.agentpay.client;

import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.Snapshot;
import dev.agentpay.client.model.StreamItem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a stream has told so far: enough to tell each event once and no state older than the last.
final class StreamMemory {
  /// A repetition is of the last seconds; this is more streams than change in an hour.
  private static final int MAX_STREAMS = 50_000;

  private final Newest<PaySession> sessions = new Newest<>(PaySession::id, PaySession::version);
  private final Newest<Call> calls = new Newest<>(Call::sid, Call::version);

  /// The highest number told of each stream. The stream's own thread only.
  private final Map<String, Long> told =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_STREAMS;
        }
      };

  Newest<PaySession> sessions() {
    return sessions;
  }

  Newest<Call> calls() {
    return calls;
  }

  /// The snapshot with everything as new as it is known.
  Snapshot take(Snapshot snapshot) {
    calls.retain(snapshot.calls().stream().map(Call::sid).collect(Collectors.toSet()));
    return new Snapshot(
        snapshot.calls().stream().map(calls::offer).toList(),
        snapshot.paySessions().stream().map(sessions::offer).toList(),
        snapshot.me());
  }

  /// The event with its thing as new as it is known; empty when it was told before. The server
  /// keeps the order within a stream, so that a number which is not higher is a repetition.
  Optional<PayEvent> take(PayEvent event) {
    final Long before = told.remove(event.stream());
    if (before != null && before >= event.number()) {
      told.put(event.stream(), before);
      return Optional.empty();
    }
    told.put(event.stream(), event.number());
    return Optional.of(
        event.with(event.paySession().map(sessions::offer), event.call().map(calls::offer)));
  }

  /// Tells those who wait for something in it.
  void announce(StreamItem item) {
    if (item instanceof Snapshot snapshot) {
      snapshot.paySessions().forEach(sessions::announce);
      snapshot.calls().forEach(calls::announce);
    } else if (item instanceof PayEvent event) {
      event.paySession().ifPresent(sessions::announce);
      event.call().ifPresent(calls::announce);
    }
  }

  void end(PayException why) {
    sessions.end(why);
    calls.end(why);
  }
}
