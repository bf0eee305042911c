package dev.agentpay.proofs.crash;

import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PaySession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The results of a crash run.
final class CrashReport {
  /// Twilio retries a webhook for this long.
  private static final Duration TWILIO_RETRIES = Duration.ofSeconds(15);

  /// Retries must survive a shorter outage: five waits of the load balancer, minus a margin.
  private static final Duration RETRIES_COVER = Duration.ofSeconds(9);

  private final List<Kill> kills = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<String> disagreements = new HashSet<>();
  private final List<Long> resumedAfterMillis = new ArrayList<>();
  private final Map<String, Integer> finalStates = new TreeMap<>();
  private final Map<String, Integer> statesAtKill = new TreeMap<>();
  private int acknowledged;
  private int lost;
  private long retried;
  private long givenUp;
  private long stuckAgents;
  private String outage = "";

  /// One kill.
  ///
  /// @param aim the state at which the kill was aimed
  /// @param found the session's state at the kill, according to its log
  /// @param session empty if no session reached the state in time
  /// @param offset from reaching the state until the kill
  /// @param isLong whether the outage was meant to outlast Twilio's retries
  /// @param at when the server was dead
  /// @param ready from the kill until the server took requests again
  /// @param stream from the kill until an event stream was connected again
  record Kill(
      KillTarget.State aim,
      String found,
      String session,
      Duration offset,
      boolean isLong,
      Instant at,
      Duration ready,
      Duration stream) {}

  void kill(Kill kill, int acknowledgedSince, int lostSince) {
    kills.add(kill);
    statesAtKill.merge(kill.found(), 1, Integer::sum);
    outage =
        "%s acknowledged %3d  lost %d"
            .formatted(kill.isLong() ? "long " : "short", acknowledgedSince, lostSince);
  }

  String line(Kill kill) {
    return String.format(
        Locale.ROOT,
        "kill %3d  aimed at %-11s +%5.1f ms  found %-11s  ready %5d ms  stream %5d ms  outage %s",
        kills.size(),
        kill.aim(),
        kill.offset().toNanos() / 1e6,
        kill.found(),
        kill.ready().toMillis(),
        kill.stream().toMillis(),
        outage);
  }

  void acknowledged(Collection<?> all, List<TwilioRecord.Acknowledged> missing) {
    acknowledged = all.size();
    lost = missing.size();
    missing.stream()
        .limit(10)
        .forEach(callback -> problems.add("acknowledged, but not in the log: " + callback));
  }

  /// Twilio retries a callback up to five times; the retries must survive every short outage.
  void retried(List<TwilioRecord.Retried> callbacks) {
    retried = callbacks.stream().filter(TwilioRecord.Retried::isAcknowledged).count();
    givenUp = callbacks.size() - retried;
    callbacks.stream()
        .filter(r -> !r.isAcknowledged() && shouldHaveSucceeded(r))
        .forEach(r -> problems.add("not retried until the server was back: " + r));
  }

  /// Whether exactly one outage happened during its retries, and that was a short one.
  private boolean shouldHaveSucceeded(TwilioRecord.Retried callback) {
    final List<Kill> outages =
        kills.stream()
            .filter(
                k ->
                    k.at().plus(k.ready()).isAfter(callback.since())
                        && k.at().isBefore(callback.since().plus(TWILIO_RETRIES)))
            .toList();
    return outages.size() == 1
        && !outages.getFirst().isLong()
        && outages.getFirst().ready().compareTo(RETRIES_COVER) < 0;
  }

  void stuckAgents(long agents) {
    stuckAgents = agents;
  }

  /// Adds differences between the connector's ledger and the sessions; each is reported once.
  void disagreements(List<String> found) {
    found.stream().filter(disagreements::add).forEach(problems::add);
  }

  void problems(List<String> found) {
    problems.addAll(found);
  }

  void ended(PaySession session) {
    finalStates.merge(session.state().name(), 1, Integer::sum);
  }

  /// Records how long after a kill its session got the next event.
  void recovered(String session, List<PayEvent> log) {
    kills.stream()
        .filter(k -> k.session().equals(session))
        .forEach(
            k ->
                log.stream()
                    .map(PayEvent::at)
                    .filter(at -> at.isAfter(k.at()))
                    .findFirst()
                    .ifPresent(
                        at -> resumedAfterMillis.add(Duration.between(k.at(), at).toMillis())));
  }

  int kills() {
    return kills.size();
  }

  int acknowledged() {
    return acknowledged;
  }

  /// Acknowledged callbacks that are not in the log.
  int lost() {
    return lost;
  }

  /// Differences between sessions and the connector's ledger.
  int disagreements() {
    return disagreements.size();
  }

  /// All problems, including lost callbacks.
  List<String> problems() {
    return List.copyOf(problems);
  }

  String summary() {
    final StringBuilder text = new StringBuilder();
    problems.stream()
        .limit(40)
        .forEach(problem -> text.append("PROBLEM: ").append(problem).append('\n'));
    text.append(
        """
        kills                        %d, in these states: %s
        sessions                     %d, final states: %s
        acknowledged callbacks       %d
        lost callbacks               %d
        retried callbacks            %d acknowledged, %d given up
        ready after a kill           %s
        stream back after a kill     %s
        session continues after kill %s
        agents wrongly busy          %d
        ledger and session differ    %d
        problems                     %d
        """
            .formatted(
                kills.size(),
                statesAtKill,
                finalStates.values().stream().mapToInt(Integer::intValue).sum(),
                finalStates,
                acknowledged,
                lost,
                retried,
                givenUp,
                spread(kills.stream().map(k -> k.ready().toMillis()).toList()),
                spread(kills.stream().map(k -> k.stream().toMillis()).toList()),
                spread(resumedAfterMillis),
                stuckAgents,
                disagreements.size(),
                problems.size()));
    return text.toString();
  }

  private static String spread(List<Long> millis) {
    if (millis.isEmpty()) {
      return "-";
    }
    final List<Long> sorted = millis.stream().sorted().toList();
    return "median %d ms, longest %d ms".formatted(sorted.get(sorted.size() / 2), sorted.getLast());
  }
}
