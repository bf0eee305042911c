package dev.agentpay.app.pages;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.Pace;
import dev.agentpay.app.node.Resources;
import dev.agentpay.client.PayClient;
import dev.agentpay.client.model.Availability;
import dev.agentpay.payments.proof.Proof;
import dev.agentpay.payments.session.Deadlines;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.actors.Pbx;
import dev.agentpay.scenarios.actors.ScriptFailure;
import dev.agentpay.scenarios.actors.SimulatorControl;
import dev.agentpay.scenarios.actors.Transcript;
import dev.agentpay.server.options.DeskOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A demo with a browser for desks, and customers with telephones.
final class DeskWorld implements AutoCloseable {
  private static final int KEY_INTERVAL_MILLIS = 10;

  private final Resources resources = new Resources();
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final DemoWorld demo;
  private final Chromium chromium;
  private final SimulatorControl simulator;
  private final Transcript transcript;
  private int numbers;

  DeskWorld() {
    this(DeskOptions.AWAY_AFTER);
  }

  /// @param awayAfter how long after their last page is gone an agent is set to away
  DeskWorld(Duration awayAfter) {
    try {
      final Path data = Files.createTempDirectory("agentpay-desk");
      resources.add(() -> delete(data));
      demo = resources.add(DemoWorld.start(DemoWorld.Ports.FREE, data, pace(awayAfter)));
      chromium = resources.add(Chromium.open());
      simulator = new SimulatorControl(demo.simulator(), KEY_INTERVAL_MILLIS);
      transcript =
          new Transcript(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
      resetFaults();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Real speed, because a page on a busy machine must not count as a silent customer.
  private static Pace pace(Duration awayAfter) {
    return new Pace(
        1.0,
        new Deadlines(
            Duration.ofSeconds(20),
            Duration.ofMinutes(2),
            Duration.ofMinutes(2),
            Duration.ofMinutes(2),
            Duration.ofSeconds(12),
            Duration.ofMillis(200),
            Proof.RETRY_WINDOW),
        Duration.ofSeconds(10),
        Duration.ofMillis(50),
        awayAfter);
  }

  URI server() {
    return demo.server();
  }

  URI simulatorUri() {
    return demo.simulator();
  }

  Browser browser() {
    return chromium.browser();
  }

  /// Opens a desk in its own browser context, signed in; ready for calls, unless the user is sam.
  DeskPage desk(String name) {
    return desk(name, demo.server());
  }

  /// Opens a desk at another address of the server.
  DeskPage desk(String name, URI address) {
    final DeskPage desk = new DeskPage(context().newPage(), address);
    desk.signIn(name, DemoWorld.cast().password());
    if (!name.equals("sam")) {
      desk.becomesReady();
    }
    return desk;
  }

  BrowserContext context() {
    final BrowserContext context =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setLocale("en-US")
                    .setViewportSize(1440, 900)
                    .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
    context.setDefaultTimeout(30_000);
    contexts.add(context);
    return context;
  }

  /// Returns a customer who calls the business number; the call rings a ready agent.
  Customer customerCalls() {
    final Customer customer =
        new Customer(simulator, transcript, "+120255502%02d".formatted(10 + numbers++ % 90));
    customer.calls(DemoWorld.cast().businessNumber());
    return customer;
  }

  /// Returns a customer whose call this desk has answered.
  Customer customerOnTheLineWith(DeskPage desk) {
    final Customer customer = customerCalls();
    desk.answers();
    return customer;
  }

  /// Returns a customer on a call at the PBX, which this agent has taken over.
  Customer customerOnTheLineAtPbx(String agent) {
    final Customer customer =
        new Customer(simulator, transcript, "+120255502%02d".formatted(10 + numbers++ % 90));
    new Pbx(simulator, transcript).legOf(customer.calls(DemoLines.PBX));
    api(agent).claim(customer.call());
    return customer;
  }

  /// The PBX calls a customer with these SIP headers, which contain the call's id.
  Customer pbxCalls(Map<String, String> headers) {
    final Customer customer =
        new Customer(simulator, transcript, "+120255502%02d".formatted(10 + numbers++ % 90));
    return new Pbx(simulator, transcript).calls(customer, headers);
  }

  PayClient api(String name) {
    return PayClient.connect(demo.server()).signIn(name, DemoWorld.cast().password());
  }

  /// Returns a simulator control that types at human speed.
  SimulatorControl typistAtHumanSpeed() {
    return new SimulatorControl(demo.simulator());
  }

  void faults(Map<String, ?> faults) {
    simulator.faults(faults);
  }

  /// Turns all faults off, and the timeout for the first digit.
  void resetFaults() {
    simulator.faults(Map.of());
    simulator.switches(Map.of("firstDigitTimeoutSeconds", 0));
  }

  /// Sets how many simulated seconds Twilio waits for the first digit.
  void setFirstDigitTimeout(int seconds) {
    simulator.switches(Map.of("firstDigitTimeoutSeconds", seconds));
  }

  /// Ends all calls, closes all desks and turns all faults off.
  void clear() {
    resetFaults();
    for (String call : simulator.liveCalls()) {
      try {
        simulator.hangUp(call);
      } catch (ScriptFailure e) {
        // It has ended with another leg.
      }
    }
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    for (String agent : List.of("alice", "bob")) {
      final PayClient client = api(agent);
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> client.away().availability() != Availability.BUSY);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    resources.close();
  }
}
