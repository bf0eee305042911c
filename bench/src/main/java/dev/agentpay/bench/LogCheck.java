package dev.agentpay.bench;

import dev.agentpay.client.model.PayEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Checks that each acknowledged callback is in the audit log of its session exactly once.
final class LogCheck {
  private static final String STATUS_RECEIVED = "status-received";

  /// The API returns at most this many events of one session.
  private static final int MAX_EVENTS = 5_000;

  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");

  private LogCheck() {}

  /// @return the number of acknowledged callbacks
  /// @throws IllegalStateException if a callback is missing or occurs twice
  static long check(List<CallbackSeries> sessions) throws InterruptedException {
    final List<Callable<Long>> checks =
        sessions.stream().<Callable<Long>>map(each -> () -> check(each)).toList();
    return InParallel.all(checks).stream().mapToLong(Long::longValue).sum();
  }

  private static long check(CallbackSeries session) {
    final int acknowledged = session.acknowledgedCount();
    final String id = session.payment().session();
    final List<PayEvent> log = session.payment().agent().events(id);
    if (log.size() >= MAX_EVENTS) {
      throw new IllegalStateException(
          "Cannot check a session with %d or more events: use more --sessions or fewer --seconds"
              .formatted(MAX_EVENTS));
    }
    final List<PayEvent> received =
        log.stream().filter(event -> event.type().equals(STATUS_RECEIVED)).toList();
    final Set<Instant> times = new HashSet<>();
    received.forEach(event -> times.addAll(times(event)));
    final List<Instant> missing =
        IntStream.range(0, acknowledged)
            .mapToObj(CallbackSeries::time)
            .filter(time -> !times.contains(time))
            .toList();
    if (!missing.isEmpty() || received.size() != acknowledged) {
      throw new IllegalStateException(
          "Session %s: %d callbacks were acknowledged, but %d are in the log; missing times: %s"
              .formatted(id, acknowledged, received.size(), missing));
    }
    return acknowledged;
  }

  /// Returns every time in the event's details, because their format may differ between builds.
  private static List<Instant> times(PayEvent event) {
    return TIME.matcher(event.details().toString())
        .results()
        .map(found -> Instant.parse(found.group()))
        .toList();
  }
}
