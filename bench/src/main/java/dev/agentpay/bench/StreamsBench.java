package dev.agentpay.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Measures what idle event streams cost the server: its CPU time with heartbeats of different
/// intervals, with and without the confirmations that a page sends every ten seconds. Nothing
/// happens on the streams.
///
/// Arguments: the jar, the number of streams, the seconds of each measurement.
public final class StreamsBench {
  private static final Duration SETTLE = Duration.ofSeconds(3);
  private static final String ROW = "%-42s  %9s  %11s  %12s%n";

  private StreamsBench() {}

  /// Prints one line per heartbeat interval.
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    final Path jar = Path.of(args[0]);
    final int streams = Integer.parseInt(args[1]);
    final Duration time = Duration.ofSeconds(Long.parseLong(args[2]));
    System.out.printf(
        "%,d idle event streams, %d s per line, %d cores; CPU of the server, 100 %% is one core%n",
        streams, time.toSeconds(), Runtime.getRuntime().availableProcessors());
    System.out.printf(ROW, "", "CPU %", "µs per beat", "beats seen");
    final Map<String, Double> used = new LinkedHashMap<>();
    for (int seconds : List.of(55, 10, 2)) {
      measure(jar, streams, Duration.ofSeconds(seconds), time, used);
    }
    used.forEach(
        (name, share) ->
            System.out.printf(
                "%-42s  %9s%n",
                name + " / heartbeat 10 s",
                "%.2f".formatted(share / used.getOrDefault("heartbeat 10 s", share))));
  }

  private static void measure(
      Path jar, int count, Duration heartbeat, Duration time, Map<String, Double> used)
      throws IOException, InterruptedException {
    final Path folder = Files.createTempDirectory("agentpay-bench");
    try (TwilioStub twilio = TwilioStub.start();
        ServerProcess server = serve(jar, folder, twilio.baseUri(), count, heartbeat);
        IdleStreams streams = IdleStreams.open(server.baseUri(), count)) {
      Thread.sleep(SETTLE);
      final String name = "heartbeat %d s".formatted(heartbeat.toSeconds());
      used.put(name, print(name, server, streams, time));
      if (heartbeat.toSeconds() == 2) {
        try (PageConfirmations _ = PageConfirmations.start(server.baseUri(), streams)) {
          final String confirmed = name + ", each page confirms";
          used.put(confirmed, print(confirmed, server, streams, time));
        }
      }
    } finally {
      BenchFolder.delete(folder);
    }
  }

  private static ServerProcess serve(
      Path jar, Path folder, URI twilio, int streams, Duration heartbeat)
      throws IOException, InterruptedException {
    final Map<String, String> environment =
        new LinkedHashMap<>(
            BenchAccount.environment(
                folder, twilio, IdleStreams.agents(streams) * BenchAccount.SESSIONS_PER_AGENT));
    environment.put("AGENTPAY_HEARTBEAT", heartbeat.toSeconds() + "s");
    return ServerProcess.serve(jar, environment, folder.resolve("serve.log"));
  }

  /// Returns the CPU time of the server, as a share of one core.
  private static double print(String name, ServerProcess server, IdleStreams streams, Duration time)
      throws InterruptedException {
    final long beatsBefore = streams.bytes();
    final Duration before = server.cpu();
    Thread.sleep(time);
    final Duration cpu = server.cpu().minus(before);
    final long beats = (streams.bytes() - beatsBefore) / IdleStreams.BEAT_BYTES;
    streams.checkOpen();
    final double share = (double) cpu.toNanos() / time.toNanos();
    System.out.printf(
        ROW,
        name,
        "%.1f".formatted(100 * share),
        beats == 0 ? "" : "%.1f".formatted(cpu.toNanos() / 1e3 / beats),
        "%,d".formatted(beats));
    return share;
  }
}
