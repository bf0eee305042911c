package dev.agentpay.app.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.Pace;
import dev.agentpay.client.PayClient;
import dev.agentpay.client.PayStream;
import dev.agentpay.client.StartPayment;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.scenarios.actors.SimulatorControl;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.Signatures;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first two callbacks of a new Payment arrive at the same time. Neither is lost.
class SimultaneousCallbacksTest {
  /// `./dev nightly` sends more.
  private static final int PAIRS = Integer.getInteger("agentpay.pairs", 30);

  /// For one step. Long, because the machine may be busy.
  private static final Duration TIMEOUT = Duration.ofSeconds(40);

  @TempDir private Path data;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void stores_both_callbacks() throws Exception {
    try (DemoWorld world = DemoWorld.start(DemoWorld.Ports.FREE, data, Pace.QUICK);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      final SimulatorControl simulator = new SimulatorControl(world.simulator());
      // Every create request fails, so the session learns everything from callbacks.
      simulator.faults(Map.of("rest", Map.of("serverError", 1.0)));
      final PayClient alice = PayClient.connect(world.server()).signIn("alice", "demo");
      alice.ready();
      try (PayStream stream = alice.stream()) {
        for (int pair = 1; pair <= PAIRS; pair++) {
          final String call = answeredCall(simulator, stream);
          final String session = sendPair(world, alice, call, "PK%032x".formatted(pair), threads);
          simulator.hangUp(call);
          stream.awaitEnd(session, TIMEOUT); // the agent is free again
        }
      }
    }
  }

  private String sendPair(
      DemoWorld world, PayClient alice, String call, String payment, ExecutorService threads)
      throws Exception {
    final PaySession session = alice.start(StartPayment.on(call).charge("1.00", "USD"));
    final Map<String, String> first =
        Map.of("CallSid", call, "Sid", payment, "DateCreated", "2026-01-01T10:00:00.001Z");
    final Map<String, String> second =
        Map.of(
            "CallSid", call,
            "Sid", payment,
            "Capture", "payment-card-number",
            "Required", "payment-card-number,expiration-date,security-code",
            "DateUpdated", "2026-01-01T10:00:00.002Z");
    final CyclicBarrier barrier = new CyclicBarrier(2);
    final List<Future<Integer>> answers = new ArrayList<>();
    for (Map<String, String> parameters : List.of(first, second)) {
      answers.add(threads.submit(post(world, session.id(), parameters, barrier)));
    }
    for (Future<Integer> answer : answers) {
      assertThat(answer.get()).isEqualTo(204);
    }
    assertThat(
            alice.events(session.id()).stream()
                .filter(e -> e.type().equals("status-received"))
                .count())
        .as("callbacks of %s in the log", payment)
        .isEqualTo(2);
    assertThat(alice.paySession(session.id()).payment()).contains(payment);
    return session.id();
  }

  /// @return a call that the agent has answered
  private static String answeredCall(SimulatorControl simulator, PayStream stream) {
    final String call = simulator.dial("+12025550123", DemoWorld.cast().businessNumber());
    stream.awaitCall(c -> c.sid().equals(call) && c.state() == Call.State.ANSWERED, TIMEOUT);
    return call;
  }

  private Callable<Integer> post(
      DemoWorld world, String session, Map<String, String> parameters, CyclicBarrier barrier) {
    final String url = world.server() + "/twilio/payments/status?session=" + session + "&capture=1";
    final Form form =
        Form.of(
            parameters.entrySet().stream()
                .map(e -> new Form.Parameter(e.getKey(), e.getValue()))
                .toList());
    final HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                Signatures.HEADER, Signatures.sign(SimulatorOptions.demo().authToken(), url, form))
            .POST(HttpRequest.BodyPublishers.ofString(encode(parameters)))
            .build();
    return () -> {
      barrier.await();
      return send(request);
    };
  }

  private int send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static String encode(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
