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

/// What a stream has received so far. Used to deliver each event once and never an older state
/// after a newer one.
final class StreamState {
  /// Repeated events are a few seconds old at most; this is more streams than change in an hour.
  private static final int MAX_STREAMS = 50_000;

  private final LatestVersions<PaySession> sessions =
      new LatestVersions<>(PaySession::id, PaySession::version);
  private final LatestVersions<Call> calls = new LatestVersions<>(Call::sid, Call::version);

  /// The highest event number received of each event stream. Used only by the stream's own thread.
  private final Map<String, Long> lastNumbers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_STREAMS;
        }
      };

  LatestVersions<PaySession> sessions() {
    return sessions;
  }

  LatestVersions<Call> calls() {
    return calls;
  }

  /// The snapshot with the newest known version of each item.
  Snapshot apply(Snapshot snapshot) {
    calls.retain(snapshot.calls().stream().map(Call::sid).collect(Collectors.toSet()));
    return new Snapshot(
        snapshot.calls().stream().map(calls::offer).toList(),
        snapshot.paySessions().stream().map(sessions::offer).toList(),
        snapshot.me());
  }

  /// The event with the newest known version of its item; empty if the event was received before.
  /// The server keeps the order within an event stream, so an event is a repetition if its number
  /// is not higher than the last.
  Optional<PayEvent> apply(PayEvent event) {
    final Long before = lastNumbers.remove(event.stream());
    if (before != null && before >= event.number()) {
      lastNumbers.put(event.stream(), before);
      return Optional.empty();
    }
    lastNumbers.put(event.stream(), event.number());
    return Optional.of(
        event.with(event.paySession().map(sessions::offer), event.call().map(calls::offer)));
  }

  /// Notifies the waiters for the items in this.
  void notifyWaiters(StreamItem item) {
    if (item instanceof Snapshot snapshot) {
      snapshot.paySessions().forEach(sessions::notifyWaiters);
      snapshot.calls().forEach(calls::notifyWaiters);
    } else if (item instanceof PayEvent event) {
      event.paySession().ifPresent(sessions::notifyWaiters);
      event.call().ifPresent(calls::notifyWaiters);
    }
  }

  void end(PayException why) {
    sessions.end(why);
    calls.end(why);
  }
}
