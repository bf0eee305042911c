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

/// What the kills have shown.
final class CrashReport {
  /// After this Twilio gives a webhook up.
  private static final Duration TWILIO_REPEATS = Duration.ofSeconds(15);

  /// Five pauses of the load balancer, less one for good measure.
  private static final Duration BRIDGED = Duration.ofSeconds(9);

  private final List<Kill> kills = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final Set<String> disagreements = new HashSet<>();
  private final List<Long> goesOnAfter = new ArrayList<>();
  private final Map<String, Integer> ends = new TreeMap<>();
  private final Map<String, Integer> found = new TreeMap<>();
  private int acknowledged;
  private int lost;
  private long resent;
  private long givenUp;
  private long busyForNothing;
  private String last = "";

  /// @param found the state in which the session at which it was aimed was found afterwards
  /// @param session empty when no session got there in time
  /// @param offset after the session got to the state that was aimed at
  /// @param isLong whether the outage was longer than Twilio's repetitions
  /// @param ready from the kill until the server took requests again
  /// @param stream from the kill until a stream was back
  record Kill(
      KillTargets.Aim aim,
      String found,
      String session,
      Duration offset,
      boolean isLong,
      Instant at,
      Duration ready,
      Duration stream) {}

  void kill(Kill kill, int acknowledgedSince, int lostSince) {
    kills.add(kill);
    found.merge(kill.found(), 1, Integer::sum);
    last =
        "%s acknowledged since %3d  lost %d"
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
        last);
  }

  void acknowledged(Collection<?> all, List<TwilioRecord.Acknowledged> gone) {
    acknowledged = all.size();
    lost = gone.size();
    gone.stream().limit(10).forEach(g -> wrong.add("acknowledged and not in the log: " + g));
  }

  /// Twilio repeats a callback up to five times: that must bridge every outage that is shorter.
  void repeated(List<TwilioRecord.Repeated> repeated) {
    resent = repeated.stream().filter(TwilioRecord.Repeated::isAcknowledged).count();
    givenUp = repeated.size() - resent;
    repeated.stream()
        .filter(r -> !r.isAcknowledged() && shouldHaveBeenBridged(r))
        .forEach(r -> wrong.add("not repeated until the server was back: " + r));
  }

  /// Whether the one outage within the time of its repetitions was a short one.
  private boolean shouldHaveBeenBridged(TwilioRecord.Repeated repeated) {
    final List<Kill> meanwhile =
        kills.stream()
            .filter(
                k ->
                    k.at().plus(k.ready()).isAfter(repeated.since())
                        && k.at().isBefore(repeated.since().plus(TWILIO_REPEATS)))
            .toList();
    return meanwhile.size() == 1
        && !meanwhile.getFirst().isLong()
        && meanwhile.getFirst().ready().compareTo(BRIDGED) < 0;
  }

  void busyForNothing(long agents) {
    busyForNothing = agents;
  }

  /// What the connector's ledger says otherwise than the sessions do: each is told once.
  void disagreements(List<String> problems) {
    problems.stream().filter(disagreements::add).forEach(wrong::add);
  }

  void wrong(List<String> problems) {
    wrong.addAll(problems);
  }

  void ended(PaySession session) {
    ends.merge(session.state().name(), 1, Integer::sum);
  }

  /// Notes how long it took each session that a kill was aimed at to go on.
  void recovered(String session, List<PayEvent> log) {
    kills.stream()
        .filter(k -> k.session().equals(session))
        .forEach(
            k ->
                log.stream()
                    .map(PayEvent::at)
                    .filter(at -> at.isAfter(k.at()))
                    .findFirst()
                    .ifPresent(at -> goesOnAfter.add(Duration.between(k.at(), at).toMillis())));
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

  /// Sessions about whose money the connector's ledger says something else.
  int disagreements() {
    return disagreements.size();
  }

  /// Everything that is not as it must be, lost callbacks included.
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  String summary() {
    final StringBuilder text = new StringBuilder();
    wrong.stream().limit(40).forEach(w -> text.append("WRONG: ").append(w).append('\n'));
    text.append(
        """
        kills                        %d, found in %s
        sessions                     %d, ended %s
        acknowledged callbacks       %d
        lost callbacks               %d
        callbacks sent again         %d acknowledged then, %d given up
        ready after a kill           %s
        stream back after a kill     %s
        session goes on after a kill %s
        agents busy for nothing      %d
        ledger and session disagree  %d
        wrong                        %d
        """
            .formatted(
                kills.size(),
                found,
                ends.values().stream().mapToInt(Integer::intValue).sum(),
                ends,
                acknowledged,
                lost,
                resent,
                givenUp,
                spread(kills.stream().map(k -> k.ready().toMillis()).toList()),
                spread(kills.stream().map(k -> k.stream().toMillis()).toList()),
                spread(goesOnAfter),
                busyForNothing,
                disagreements.size(),
                wrong.size()));
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
