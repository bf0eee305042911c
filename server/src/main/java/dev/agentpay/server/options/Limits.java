package dev.agentpay.server.options;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Limits of the HTTP server that an operator may change. All others are constants.
///
/// @param jsonBytes longest JSON body, 1 kB to 1 MB
/// @param streamsPerUser most SSE connections of one user: an agent's tabs and windows
/// @param streams most SSE connections in total; an idle one takes about 14 kB
/// @param streamQueue most items that wait for one slow reader before it is cut off
/// @param heartbeat interval after which an idle SSE connection sends a heartbeat, 10 ms to 55 s;
///   must be shorter than the idle time-out of the proxies in front
/// @param loginsPerMinute most sign-in attempts per user name; per address ten times as many, since
///   a contact centre may share one address
/// @param requestHead most time for the head of a request, 100 ms to 1 min; then the connection is
///   closed
public record Limits(
    int jsonBytes,
    int streamsPerUser,
    int streams,
    int streamQueue,
    Duration heartbeat,
    int loginsPerMinute,
    Duration requestHead) {

  /// Defaults for a contact centre. Two seconds between heartbeats let a page show within three
  /// that the server stands still. The pages could also ask themselves after a silence, but then
  /// each of ten thousand idle pages would send a request every few seconds; one heartbeat of three
  /// bytes by one shared timer costs a fraction of that: for ten thousand streams 16 % of a core,
  /// where a request of each page every ten seconds costs 47 % (`./dev bench streams`).
  public static final Limits DEFAULT =
      new Limits(64 * 1024, 20, 20_000, 1_000, Duration.ofSeconds(2), 10, Duration.ofSeconds(10));

  /// Longest heartbeat interval: proxies close an idle connection after 60 s.
  public static final Duration MAX_HEARTBEAT = Duration.ofSeconds(55);

  List<String> problems() {
    final List<String> problems = new ArrayList<>();
    bounded(problems, "jsonBytes", jsonBytes, 1024, 1024 * 1024);
    bounded(problems, "streamsPerUser", streamsPerUser, 1, 10_000);
    bounded(problems, "streams", streams, 1, 1_000_000);
    bounded(problems, "streamQueue", streamQueue, 10, 100_000);
    bounded(problems, "loginsPerMinute", loginsPerMinute, 1, 10_000);
    if (heartbeat.compareTo(Duration.ofMillis(10)) < 0 || heartbeat.compareTo(MAX_HEARTBEAT) > 0) {
      problems.add(
          "limits.heartbeat: must be between 10 ms and " + MAX_HEARTBEAT.toSeconds() + " s");
    }
    if (requestHead.compareTo(Duration.ofMillis(100)) < 0
        || requestHead.compareTo(Duration.ofMinutes(1)) > 0) {
      problems.add("limits.requestHead: must be between 100 ms and 1 min");
    }
    return problems;
  }

  private static void bounded(List<String> problems, String name, int value, int min, int max) {
    if (value < min || value > max) {
      problems.add("limits.%s: must be between %s and %s; got %s".formatted(name, min, max, value));
    }
  }
}
