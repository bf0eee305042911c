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

/// `./dev crash`: kills a server that takes payments, as often as wanted.
@CommandLine.Command(
    name = "./dev crash",
    mixinStandardHelpOptions = true,
    description = "Kill -9 a running server at random moments and count what is lost.")
final class CrashProof implements Callable<Integer> {
  /// How late an early acknowledgement's work may come: a busy server's commit takes as long.
  private static final int LATE_MILLIS = 40;

  @Option(names = "--kills", description = "How many kills (${DEFAULT-VALUE}).")
  private int kills = 100;

  @Option(names = "--lines", description = "How many payments at once (${DEFAULT-VALUE}).")
  private int lines = 6;

  @Option(names = "--seed", description = "Of the moments; a new one each time.")
  private long seed = ThreadLocalRandom.current().nextLong(1_000_000);

  @Option(
      names = "--acknowledge-first",
      description = "Put something between that answers 204 before the server has it: must fail.")
  private boolean acknowledgeFirst;

  @Option(names = "--keep", description = "Leave the data also when all was right.")
  private boolean keep;

  @Override
  public Integer call() throws IOException {
    Logging.configure(Logging.Style.TEXT, Level.ERROR);
    final Path folder = ProofFolder.make("crash");
    System.out.printf("%d kills, %d payments at once, seed %d%n", kills, lines, seed);
    final Random late = new Random(seed);
    final LoadBalancer.Acknowledging acknowledging =
        acknowledgeFirst
            ? new LoadBalancer.Acknowledging.First(
                _ -> Pause.of(Duration.ofMillis(late.nextInt(LATE_MILLIS))))
            : new LoadBalancer.Acknowledging.WhenDurable();
    final CrashReport report;
    try (CrashHarness harness =
        new CrashHarness(folder, lines, seed, acknowledging, CrashProof::tell)) {
      final KillTargets.Aim[] aims = KillTargets.Aim.values();
      for (int i = 0; i < kills; i++) {
        harness.kill(aims[i % aims.length]);
      }
      report = harness.finish();
    }
    System.out.print(report.summary());
    System.out.println(
        report.wrong().isEmpty() ? "Nothing was lost." : "Something was lost or is wrong.");
    ProofFolder.endsWith(report.wrong().isEmpty() && !keep, folder);
    return report.wrong().isEmpty() ? 0 : 1;
  }

  private static void tell(String line) {
    System.out.println(line);
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new CrashProof()).execute(args));
  }
}
