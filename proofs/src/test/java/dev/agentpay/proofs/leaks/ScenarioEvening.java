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

/// Plays scripts at any server and simulator, and looks at everything that there is to see once the
/// calls are over, as each person who may: wire taps on the way keep the answers.
final class ScenarioEvening {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private ScenarioEvening() {}

  /// Gives what did not end as it should.
  static List<String> play(
      URI server, URI simulator, List<Scenario> scripts, Transcript transcript) {
    final List<String> failures = new ArrayList<>();
    for (Scenario script : scripts) {
      transcript.begin(script.name() + ": " + script.about());
      try (Stage stage = new Stage(server, simulator, DemoWorld.cast(), transcript)) {
        script.play().on(stage);
      } catch (RuntimeException e) {
        failures.add("the script %s did not end as it should: %s".formatted(script.name(), e));
      }
    }
    transcript.note("");
    look(server, simulator);
    return failures;
  }

  private static void look(URI server, URI simulator) {
    for (String person : List.of("alice", "bob", "sam")) {
      final PayClient client =
          PayClient.connect(server).signIn(person, DemoWorld.cast().password());
      client.calls();
      for (PaySession session : client.paySessions(PaySessionQuery.all())) {
        client.paySession(session.id());
        client.events(session.id());
      }
    }
    for (String path : List.of("/metrics", "/openapi.json", "/health/ready", "/nowhere")) {
      get(server.resolve(path));
    }
    new SimulatorControl(simulator).journal(0);
  }

  private static void get(URI address) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      final HttpRequest request = HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
      http.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(address + " cannot be looked at", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
