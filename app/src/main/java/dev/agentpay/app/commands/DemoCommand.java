package dev.agentpay.app.commands;

import ch.qos.logback.classic.Level;
import dev.agentpay.app.demo.Browser;
import dev.agentpay.app.demo.DemoWelcome;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.Pace;
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

/// `agentpay demo`: runs simulator, connector and server in one process, for use by hand or by a
/// script.
@CommandLine.Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Run simulator, connector and server together. Requires no Twilio account.")
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--script",
      arity = "0..1",
      fallbackValue = "charge",
      paramLabel = "NAME",
      converter = ScriptNames.class,
      completionCandidates = ScriptNames.class,
      description =
          "Run a scripted call and exit. NAME is one of: ${COMPLETION-CANDIDATES}. Without a NAME:"
              + " ${FALLBACK-VALUE}.")
  private @Nullable String script;

  @Option(names = "--data", paramLabel = "DIR", description = "Keep the data in this folder.")
  private @Nullable Path data;

  @Option(
      names = "--port",
      converter = IntRange.Port.class,
      description = "The server's port (${DEFAULT-VALUE}); 0 chooses a free one.")
  private int port = 8080;

  @Option(
      names = "--simulator-port",
      converter = IntRange.Port.class,
      description = "The simulator's port (${DEFAULT-VALUE}); 0 chooses a free one.")
  private int simulatorPort = 8089;

  @Option(
      names = "--connector-port",
      converter = IntRange.Port.class,
      description = "The connector's port (${DEFAULT-VALUE}); 0 chooses a free one.")
  private int connectorPort = 8090;

  @Option(
      names = "--open",
      negatable = true,
      description = "Open desk and phone in the browser (default: only if there is a screen).")
  private boolean open = Browser.canOpen();

  @Option(names = "--verbose", description = "Print the log.")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    Logging.configure(Logging.Style.TEXT, verbose ? Level.INFO : Level.ERROR);
    final Path folder = data == null ? Files.createTempDirectory("agentpay-demo") : data;
    try {
      return script == null ? serve(folder) : play(folder, script, System.out);
    } finally {
      if (data == null) {
        delete(folder);
      }
    }
  }

  /// Runs until Ctrl-C. The shutdown hook waits until everything is closed.
  private int serve(Path folder) {
    final CountDownLatch ended = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);
    try (DemoWorld world =
        DemoWorld.start(
            new DemoWorld.Ports(port, simulatorPort, connectorPort), folder, Pace.REAL)) {
      System.out.println(DemoWelcome.text(world, Optional.ofNullable(data)));
      if (open) {
        Browser.open(DemoWelcome.phone(world), DemoWelcome.desk(world));
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

  /// Runs one script or all scripts.
  ///
  /// @param name the name of a scenario, or `all`
  /// @return 0 if all succeeded, else 1
  public static int play(Path folder, String name, PrintStream out) {
    final List<Scenario> scripts =
        name.equals(ScriptNames.ALL) ? Scenario.ALL : List.of(Scenario.named(name).orElseThrow());
    final Transcript transcript = new Transcript(out);
    transcript.note(
        "Waits and deadlines are shortened: one second at Twilio takes 40 ms, and a submit becomes"
            + " unconfirmed after 1.2 s.");
    int failed = 0;
    try (DemoWorld world = DemoWorld.start(DemoWorld.Ports.FREE, folder, Pace.QUICK)) {
      for (Scenario script : scripts) {
        failed += run(script, world, transcript) ? 0 : 1;
      }
    }
    transcript.note("");
    transcript.note(
        failed == 0
            ? "All %d scripts succeeded.".formatted(scripts.size())
            : "%d of %d scripts failed.".formatted(failed, scripts.size()));
    return failed == 0 ? 0 : 1;
  }

  /// Runs a script. Prints its steps and its result.
  ///
  /// @return whether it succeeded
  public static boolean run(Scenario script, DemoWorld world, Transcript transcript) {
    transcript.begin(script.name() + ": " + script.about());
    String result = "✓ " + script.name();
    boolean isSuccess = true;
    try (Stage stage = new Stage(world.server(), world.simulator(), DemoWorld.cast(), transcript)) {
      script.play().on(stage);
    } catch (RuntimeException e) {
      result = "✗ %s: %s".formatted(script.name(), e.getMessage());
      isSuccess = false;
    }
    // The stage is closed now, so all steps are printed.
    transcript.line("", result);
    return isSuccess;
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
      System.err.println("The demo could not delete its temporary folder: delete " + folder);
    }
  }
}
