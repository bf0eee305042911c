package dev.agentpay.app.commands;

import ch.qos.logback.classic.Level;
import dev.agentpay.app.config.ConfigurationException;
import dev.agentpay.app.demo.DemoWelcome;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.Pace;
import dev.agentpay.app.demo.Tabs;
import dev.agentpay.app.logging.Logging;
import dev.agentpay.scenarios.Scenario;
import dev.agentpay.scenarios.actors.Stage;
import dev.agentpay.scenarios.actors.Transcript;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `agentpay demo`: everything on one machine, to look at or to be played by a script.
@CommandLine.Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Start simulator, connector and server together; no Twilio account is needed.")
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--script",
      arity = "0..1",
      fallbackValue = "charge",
      paramLabel = "NAME",
      description =
          "Play a call and exit: charge, tokenize, declined, mistakes, hangup, cancel,"
              + " unconfirmed, two-agents, softphone, sip-in, sip-out, transfer, forward-busy,"
              + " uui-claim, foreign-call, compat-agent-pay, compat-genesyspay, compat-generic,"
              + " compat-flask, or all.")
  private @Nullable String script;

  @Option(names = "--data", paramLabel = "DIR", description = "Keep the data here.")
  private @Nullable Path data;

  @Option(names = "--port", description = "The server's port (${DEFAULT-VALUE}).")
  private int port = 8080;

  @Option(names = "--simulator-port", description = "The simulator's port (${DEFAULT-VALUE}).")
  private int simulatorPort = 8089;

  @Option(names = "--connector-port", description = "The connector's port (${DEFAULT-VALUE}).")
  private int connectorPort = 8090;

  @Option(
      names = "--open",
      negatable = true,
      description = "Open desk and phone in the browser; by default where there is a screen.")
  private boolean open = Tabs.canOpen();

  @Option(names = "--verbose", description = "Show the log.")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    Logging.begin(Logging.Style.TEXT, verbose ? Level.INFO : Level.ERROR);
    final Path folder = data == null ? Files.createTempDirectory("agentpay-demo") : data;
    try {
      return script == null ? show(folder) : play(folder, script, System.out);
    } finally {
      if (data == null) {
        delete(folder);
      }
    }
  }

  private int show(Path folder) {
    final CountDownLatch ended = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);
    try (DemoWorld world =
        DemoWorld.start(
            new DemoWorld.Ports(port, simulatorPort, connectorPort), folder, Pace.REAL)) {
      System.out.println(DemoWelcome.text(world, Optional.ofNullable(data)));
      if (open) {
        Tabs.open(DemoWelcome.phone(world), DemoWelcome.desk(world));
      }
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    ended.countDown();
                    try {
                      closed.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (data == null) {
        delete(folder);
      }
      closed.countDown();
    }
    return 0;
  }

  /// Plays one script or all; 0 when each came to its end.
  public static int play(Path folder, String name, PrintStream out) {
    final Optional<Scenario> one = Scenario.named(name);
    if (one.isEmpty() && !name.equals("all")) {
      throw new ConfigurationException(
          List.of(
              "there is no script %s; there are: all, %s"
                  .formatted(
                      name,
                      String.join(", ", Scenario.ALL.stream().map(Scenario::name).toList()))));
    }
    final List<Scenario> scripts = one.map(List::of).orElse(Scenario.ALL);
    final Transcript transcript = new Transcript(out);
    transcript.note(
        "Waits and deadlines are shortened: a second of Twilio's takes 40 ms, a submit is doubted"
            + " after 1.2 s.");
    int failed = 0;
    try (DemoWorld world = DemoWorld.start(DemoWorld.Ports.FREE, folder, Pace.QUICK)) {
      for (Scenario script : scripts) {
        failed += act(script, world, transcript) ? 0 : 1;
      }
    }
    transcript.note("");
    transcript.note(
        failed == 0
            ? "%d of %d scripts came to the end they should."
                .formatted(scripts.size(), scripts.size())
            : "%d of %d scripts did not end as they should.".formatted(failed, scripts.size()));
    return failed == 0 ? 0 : 1;
  }

  public static boolean act(Scenario script, DemoWorld world, Transcript transcript) {
    transcript.begin(script.name() + ": " + script.about());
    String end = "✓ " + script.name();
    boolean asItShould = true;
    try (Stage stage = new Stage(world.server(), world.simulator(), DemoWorld.cast(), transcript)) {
      script.play().on(stage);
    } catch (RuntimeException e) {
      end = "✗ %s: %s".formatted(script.name(), e.getMessage());
      asItShould = false;
    }
    transcript.line("", end); // after the stage is closed: everybody has said what they saw
    return asItShould;
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("The demo's folder could not be removed: " + folder);
    }
  }
}
