package dev.agentpay.proofs.leaks;

import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.client.PayClient;
import dev.agentpay.client.PaySessionQuery;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.scenarios.Scenario;
import dev.agentpay.scenarios.actors.SimulatorControl;
import dev.agentpay.scenarios.actors.Stage;
import dev.agentpay.scenarios.actors.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Plays scripts against a server and a simulator. Then it reads everything that each user can see,
/// so that wire taps record the responses.
final class ScenarioPlayer {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private ScenarioPlayer() {}

  /// Plays the scripts and returns a text for each one that failed.
  static List<String> play(
      URI server, URI simulator, List<Scenario> scripts, Transcript transcript) {
    final List<String> failures = new ArrayList<>();
    for (Scenario script : scripts) {
      transcript.begin(script.name() + ": " + script.about());
      try (Stage stage = new Stage(server, simulator, DemoWorld.cast(), transcript)) {
        script.play().on(stage);
      } catch (RuntimeException e) {
        failures.add("the script %s failed: %s".formatted(script.name(), e));
      }
    }
    transcript.note("");
    readEverything(server, simulator);
    return failures;
  }

  private static void readEverything(URI server, URI simulator) {
    for (String person : List.of("alice", "bob", "sam")) {
      final PayClient client =
          PayClient.connect(server).signIn(person, DemoWorld.cast().password());
      client.calls();
      for (PaySession session : client.paySessions(PaySessionQuery.all())) {
        client.paySession(session.id());
        client.events(session.id());
      }
    }
    for (String path :
        List.of("/metrics", "/openapi.json", "/asyncapi.json", "/health/ready", "/nowhere")) {
      get(server.resolve(path));
    }
    new SimulatorControl(simulator).journal(0);
  }

  private static void get(URI address) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      final HttpRequest request = HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
      http.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(address + " cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
