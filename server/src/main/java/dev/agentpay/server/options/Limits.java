package dev.agentpay.server.options;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The bounds of the HTTP face that an operator may want to move. All others are constants.
///
/// @param jsonBytes longest JSON body
/// @param streamsPerUser most streams that one user has open: an agent's tabs and windows
/// @param streams most streams in all; an idle one takes about 14 kB
/// @param streamQueue most items that wait for one slow reader before it is cut off
/// @param heartbeat how often an idle stream shows that it lives; below the idle time-out of the
///   proxies on the way
/// @param loginsPerMinute most attempts to sign in for one name, and from one address ten times as
///   many, since a contact centre may share one
public record Limits(
    int jsonBytes,
    int streamsPerUser,
    int streams,
    int streamQueue,
    Duration heartbeat,
    int loginsPerMinute) {

  /// What a contact centre runs with.
  public static final Limits DEFAULT =
      new Limits(64 * 1024, 20, 20_000, 1_000, Duration.ofSeconds(15), 10);

  /// Longest time between two heartbeats: proxies give up an idle answer after 60 s.
  public static final Duration MAX_HEARTBEAT = Duration.ofSeconds(55);

  List<String> problems() {
    final List<String> problems = new ArrayList<>();
    bounded(problems, "jsonBytes", jsonBytes, 1024, 1024 * 1024);
    bounded(problems, "streamsPerUser", streamsPerUser, 1, 10_000);
    bounded(problems, "streams", streams, 1, 1_000_000);
    bounded(problems, "streamQueue", streamQueue, 10, 100_000);
    bounded(problems, "loginsPerMinute", loginsPerMinute, 1, 10_000);
    if (heartbeat.compareTo(Duration.ofMillis(10)) < 0 || heartbeat.compareTo(MAX_HEARTBEAT) > 0) {
      problems.add("limits: heartbeat is 10 ms to " + MAX_HEARTBEAT.toSeconds() + " s");
    }
    return problems;
  }

  private static void bounded(List<String> problems, String name, int value, int min, int max) {
    if (value < min || value > max) {
      problems.add("limits: %s is %d to %d, not %d".formatted(name, min, max, value));
    }
  }
}
