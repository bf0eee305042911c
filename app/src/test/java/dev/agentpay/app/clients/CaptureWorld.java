package dev.agentpay.app.clients;

import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.Pace;
import dev.agentpay.app.support.Pause;
import dev.agentpay.client.PayClient;
import dev.agentpay.client.PayServer;
import dev.agentpay.payments.proof.Proof;
import dev.agentpay.payments.session.Deadlines;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.actors.Pbx;
import dev.agentpay.scenarios.actors.ScriptFailure;
import dev.agentpay.scenarios.actors.SimulatorControl;
import dev.agentpay.scenarios.actors.Transcript;
import dev.agentpay.server.options.DeskOptions;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/// A demo with customers at the PBX, and clients of agents.
final class CaptureWorld implements AutoCloseable {
  /// Simulated waits are short, but the server's deadlines are not: a busy machine must not look
  /// like a Twilio that does not answer.
  static final Pace PACE =
      new Pace(
          0.2,
          new Deadlines(
              Duration.ofSeconds(20),
              Duration.ofMinutes(2),
              Duration.ofMinutes(2),
              Duration.ofMinutes(2),
              Duration.ofSeconds(20),
              Duration.ofMillis(200),
              Proof.RETRY_WINDOW),
          Duration.ofSeconds(1),
          Duration.ofMillis(50),
          DeskOptions.AWAY_AFTER);

  private static final int KEY_INTERVAL_MILLIS = 50;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final DemoWorld demo;
  private final SimulatorControl simulator;
  private final Transcript transcript =
      new Transcript(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  private final AtomicInteger numbers = new AtomicInteger();
  private final List<PayClient> clients = new ArrayList<>();

  CaptureWorld(Path data) {
    demo = DemoWorld.start(DemoWorld.Ports.FREE, data, PACE);
    simulator = new SimulatorControl(demo.simulator(), KEY_INTERVAL_MILLIS);
    simulator.switches(Map.of("firstDigitTimeoutSeconds", 0));
  }

  URI server() {
    return demo.server();
  }

  String password() {
    return DemoWorld.cast().password();
  }

  /// A customer who talks to somebody at the PBX. No agent has the call until one claims it or
  /// starts a payment.
  Customer customerCalls() {
    final Customer customer =
        new Customer(simulator, transcript, "+1202555%04d".formatted(3000 + numbers.get()));
    numbers.incrementAndGet();
    new Pbx(simulator, transcript).legOf(customer.calls(DemoLines.PBX));
    return customer;
  }

  /// A signed-in client of this agent; closed by [#clear].
  PayClient client(String agent) {
    return register(at(demo.server()).signIn(agent, password()));
  }

  PayServer at(URI address) {
    return PayClient.connect(address);
  }

  PayClient register(PayClient client) {
    clients.add(client);
    return client;
  }

  /// Waits until Twilio was told this often to ask the customer for the field.
  void awaitAskedFor(Customer customer, String field, int times) {
    if (!Pause.until(() -> requests(customer, field) >= times, TIMEOUT)) {
      throw new IllegalStateException("Twilio was not told %s times: %s".formatted(times, field));
    }
  }

  private long requests(Customer customer, String field) {
    return StreamSupport.stream(simulator.journal(0).spliterator(), false)
        .map(entry -> entry.path("details"))
        .filter(details -> details.path("path").asString("").contains(customer.call()))
        .filter(details -> details.path("parameters").path("Capture").asString("").equals(field))
        .count();
  }

  void faults(Map<String, ?> faults) {
    simulator.faults(faults);
  }

  /// Closes all clients and ends all calls.
  void clear() {
    clients.forEach(PayClient::close);
    clients.clear();
    simulator.faults(Map.of());
    for (String call : simulator.liveCalls()) {
      try {
        simulator.hangUp(call);
      } catch (ScriptFailure e) {
        // It has ended with another leg.
      }
    }
    try (PayClient sam = at(demo.server()).signIn("sam", password())) {
      if (!Pause.until(() -> sam.calls().isEmpty(), TIMEOUT)) {
        throw new IllegalStateException("calls are still live: " + sam.calls());
      }
    }
  }

  @Override
  public void close() {
    demo.close();
  }
}
