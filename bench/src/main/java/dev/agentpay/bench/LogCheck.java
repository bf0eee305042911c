package dev.agentpay.bench;

import dev.agentpay.client.model.PayEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Looks whether each acknowledged callback is in its session's audit log, once.
final class LogCheck {
  private static final String STATUS_RECEIVED = "status-received";

  /// The API tells no more of one session.
  private static final int MAX_EVENTS = 5_000;

  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");

  private LogCheck() {}

  /// @return how many callbacks were acknowledged
  /// @throws IllegalStateException when one of them is missing, or is there twice
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
      throw new IllegalStateException("a session has too many callbacks to check: open more");
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
          "of %s %d callbacks were acknowledged, %d are in the log; missing are those of %s"
              .formatted(id, acknowledged, received.size(), missing));
    }
    return acknowledged;
  }

  /// Every time that the event's details tell, wherever this build puts it.
  private static List<Instant> times(PayEvent event) {
    return TIME.matcher(event.details().toString())
        .results()
        .map(found -> Instant.parse(found.group()))
        .toList();
  }
}
