package dev.agentpay.app.compat;

import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.Pace;
import dev.agentpay.client.PayClient;
import dev.agentpay.client.PayStream;
import dev.agentpay.client.model.Call;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.actors.Pbx;
import dev.agentpay.scenarios.actors.SimulatorControl;
import dev.agentpay.scenarios.actors.Stage;
import dev.agentpay.scenarios.actors.Transcript;
import dev.agentpay.scenarios.existing.ExistingAgentPay;
import dev.agentpay.scenarios.existing.ExistingAgentPayRequests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A demo, and single requests to it as existing clients send them.
public final class CompatServer implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(40);

  public static final JsonMapper JSON = JsonMapper.builder().build();

  private final AtomicInteger customers = new AtomicInteger();
  private final HttpClient http = HttpClient.newHttpClient();
  private final DemoWorld world;
  private final SimulatorControl simulator;

  private CompatServer(Path data) {
    world = DemoWorld.start(DemoWorld.Ports.FREE, data, Pace.QUICK);
    simulator = new SimulatorControl(world.simulator());
    simulator.switches(Map.of("firstDigitTimeoutSeconds", 0));
  }

  /// Starts a demo that stores its data in this folder.
  static CompatServer start(Path data) {
    return new CompatServer(data);
  }

  URI server() {
    return world.server();
  }

  URI twilio() {
    return world.simulator();
  }

  SimulatorControl simulator() {
    return simulator;
  }

  /// Returns a stage on this demo for the pages of existing clients.
  Stage stage() {
    return new Stage(world.server(), world.simulator(), DemoWorld.cast(), silentTranscript());
  }

  /// Opens the page of `agent-pay` for an agent on a stage of this demo.
  ExistingAgentPay agentPay(Stage stage, String agent, String captureOrder) {
    return stage.closeAtEnd(
        new ExistingAgentPay(
            stage.simulator(),
            new ExistingAgentPayRequests(stage.server(), agent, token(agent)),
            new ExistingAgentPay.Settings("sandbox", captureOrder, "USD", "reusable"),
            stage.page(agent)));
  }

  private static Transcript silentTranscript() {
    return new Transcript(
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
  }

  /// Returns a customer who is connected to the PBX. No agent has the call yet.
  Customer customer() {
    final Transcript ignored = silentTranscript();
    final Customer customer =
        new Customer(
            simulator, ignored, "+120255501%02d".formatted(10 + customers.getAndIncrement() % 90));
    final String call = customer.calls(DemoLines.AGENT_PAY);
    new Pbx(simulator, ignored).legOf(call);
    return customer;
  }

  /// Returns a client of AgentPay's own API.
  PayClient api(String agent) {
    return PayClient.connect(world.server()).signIn(agent, DemoWorld.cast().password());
  }

  /// Signs in as the login page does, and returns the Sync token.
  String token(String agent) {
    final HttpResponse<String> answer = send("GET", "/loginMock", basic(agent), "");
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return json(answer).asString();
  }

  static Map<String, String> basic(String agent) {
    return basic(agent, DemoWorld.cast().password());
  }

  public static Map<String, String> basic(String name, String password) {
    final byte[] credentials = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
  }

  static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  /// Sends a POST request with a JSON body.
  HttpResponse<String> post(String path, Map<String, String> headers, Map<String, ?> body) {
    final Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return send("POST", path, all, JSON.writeValueAsString(body));
  }

  HttpResponse<String> get(String path, Map<String, String> headers) {
    return send("GET", path, headers, "");
  }

  HttpResponse<String> send(String method, String path, Map<String, String> headers, String body) {
    return send(http, world.server(), method, path, headers, body);
  }

  /// Sends a request to a server that is not a demo.
  static HttpResponse<String> send(
      URI server, String method, String path, Map<String, String> headers, String body) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return send(client, server, method, path, headers, body);
    }
  }

  private static HttpResponse<String> send(
      HttpClient http,
      URI server,
      String method,
      String path,
      Map<String, String> headers,
      String body) {
    final HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path))
            .timeout(TIMEOUT)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static JsonNode json(HttpResponse<String> answer) {
    return JSON.readTree(answer.body());
  }

  /// Waits until the agent's call is answered.
  static Call answered(PayStream stream, String call) {
    return stream.awaitCall(c -> c.sid().equals(call) && c.state() == Call.State.ANSWERED, TIMEOUT);
  }

  @Override
  public void close() {
    world.close();
  }
}
