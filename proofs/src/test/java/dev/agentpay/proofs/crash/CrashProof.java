package dev.agentpay.proofs.crash;

import ch.qos.logback.classic.Level;
import dev.agentpay.app.logging.Logging;
import dev.agentpay.app.support.Pause;
import dev.agentpay.proofs.ProofFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `./dev crash`: kills a server repeatedly while payments run, and checks that nothing is lost.
@CommandLine.Command(
    name = "./dev crash",
    mixinStandardHelpOptions = true,
    description = "Kill a running server (SIGKILL) at random moments and count what is lost.")
final class CrashProof implements Callable<Integer> {
  /// Longest delay between an early 204 and forwarding the callback, similar to a slow commit.
  private static final int MAX_DELAY_MILLIS = 40;

  @Option(names = "--kills", description = "Number of kills (${DEFAULT-VALUE}).")
  private int kills = 100;

  @Option(names = "--lines", description = "Number of concurrent payments (${DEFAULT-VALUE}).")
  private int lines = 6;

  @Option(
      names = "--seed",
      description = "Seed of the random moments (default: a new one each time).")
  private long seed = ThreadLocalRandom.current().nextLong(1_000_000);

  @Option(
      names = "--acknowledge-first",
      description = "Answer 204 before the server gets the callback; the check must fail.")
  private boolean acknowledgeFirst;

  @Option(names = "--keep", description = "Keep the data even if the check passes.")
  private boolean keep;

  @Override
  public Integer call() throws IOException {
    Logging.configure(Logging.Style.TEXT, Level.ERROR);
    final Path folder = ProofFolder.create("crash");
    System.out.printf("%d kills, %d concurrent payments, seed %d%n", kills, lines, seed);
    final Random delays = new Random(seed);
    final LoadBalancer.AckPolicy ackPolicy =
        acknowledgeFirst
            ? new LoadBalancer.AckPolicy.Early(
                _ -> Pause.of(Duration.ofMillis(delays.nextInt(MAX_DELAY_MILLIS))))
            : new LoadBalancer.AckPolicy.AfterCommit();
    final CrashReport report;
    try (CrashHarness harness =
        new CrashHarness(folder, lines, seed, ackPolicy, CrashProof::print)) {
      final KillTarget.State[] states = KillTarget.State.values();
      for (int i = 0; i < kills; i++) {
        harness.kill(states[i % states.length]);
      }
      report = harness.finish();
    }
    System.out.print(report.summary());
    System.out.println(
        report.problems().isEmpty() ? "PASSED: nothing was lost." : "FAILED: see PROBLEM above.");
    ProofFolder.finish(report.problems().isEmpty() && !keep, folder);
    return report.problems().isEmpty() ? 0 : 1;
  }

  private static void print(String line) {
    System.out.println(line);
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new CrashProof()).execute(args));
  }
}
