package dev.agentpay.scenarios.actors;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The simulator's control API: what a customer does, and what goes wrong on purpose. Every method
/// throws a [ScriptFailure] when the simulator is not reached within ten seconds or refuses; trying
/// again does not help a script.
public final class SimulatorControl {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// A quick typist, in the simulator's time.
  private static final int KEY_GAP_MILLIS = 200;

  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI base;
  private final int keyGapMillis;

  /// Types quickly, two tenths of a second between two keys, in the simulator's time.
  ///
  /// @param base the simulator's address
  public SimulatorControl(URI base) {
    this(base, KEY_GAP_MILLIS);
  }

  /// @param base the simulator's address
  /// @param keyGapMillis between two keys, in the simulator's time
  public SimulatorControl(URI base, int keyGapMillis) {
    this.base = base;
    this.keyGapMillis = keyGapMillis;
  }

  /// Calls the number; gives the call's sid.
  public String dial(String from, String to) {
    return dial(from, to, Map.of());
  }

  /// Calls over SIP, with headers; gives the call's sid.
  String dial(String from, String to, Map<String, String> sipHeaders) {
    return send(
            "POST", "/simulator/calls", Map.of("from", from, "to", to, "sipHeaders", sipHeaders))
        .path("sid")
        .asString();
  }

  /// Calls from an agent's softphone; gives the call's sid.
  String dialFromSoftphone(String agent, String to) {
    return send("POST", "/simulator/softphones/%s/calls".formatted(agent), Map.of("to", to))
        .path("sid")
        .asString();
  }

  /// One call with the legs that it dialled, as `docs/simulator.md` has it.
  JsonNode call(String sid) {
    return send("GET", "/simulator/calls/" + sid, Map.of());
  }

  /// What dialled parties do when they ring, by address; whoever is not named answers.
  void parties(Map<String, String> rules) {
    send("PUT", "/simulator/parties", rules);
  }

  /// The SIP party at the end of this leg hands the call over.
  void refer(String leg, String to) {
    send("POST", "/simulator/calls/%s/refer".formatted(leg), Map.of("to", to));
  }

  /// Presses keys on a call, one after another; tells how many of them a Payment heard.
  public int press(String call, String keys) {
    return press(call, keys, keyGapMillis);
  }

  /// Presses keys so many of the simulator's seconds apart.
  void pressSlowly(String call, String keys, int gapSeconds) {
    press(call, keys, 1_000 * gapSeconds);
  }

  private int press(String call, String keys, int gapMillis) {
    final Map<String, ?> body = Map.of("digits", keys, "gapMillis", gapMillis);
    return send("POST", "/simulator/calls/%s/digits".formatted(call), body)
        .path("heardByPayment")
        .asInt();
  }

  /// The person at the end of this leg puts the receiver down.
  public void hangUp(String call) {
    send("POST", "/simulator/calls/%s/hangup".formatted(call), Map.of());
  }

  /// The field whose keys the call's Payment listens to; empty when none does.
  String capturing(String call) {
    return send("GET", "/simulator/calls/" + call, Map.of()).path("capturing").asString("");
  }

  /// What the simulator did and was asked, as `docs/simulator.md` has it.
  ///
  /// @param since the number of the last entry that is known; 0 for all
  public JsonNode journal(long since) {
    return send("GET", "/simulator/journal?since=" + since, Map.of()).path("entries");
  }

  /// What goes wrong from now on, as `docs/simulator.md` names it.
  public void faults(Map<String, ?> faults) {
    send("PUT", "/simulator/faults", faults);
  }

  /// How Twilio behaves where it has not published how, as `docs/simulator.md` names it.
  public void switches(Map<String, ?> switches) {
    send("PUT", "/simulator/switches", switches);
  }

  private JsonNode send(String method, String path, Map<String, ?> body) {
    final HttpRequest.BodyPublisher publisher =
        method.equals("GET")
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body));
    final HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .method(method, publisher)
            .build();
    try {
      final HttpResponse<String> response =
          http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        final JsonNode problem = json.readTree(response.body());
        throw new ScriptFailure(
            "the simulator refused %s %s: %s"
                .formatted(method, path, problem.path("detail").asString("")));
      }
      return response.body().isEmpty() ? json.createObjectNode() : json.readTree(response.body());
    } catch (IOException e) {
      throw new ScriptFailure("the simulator at %s is not reached".formatted(base), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptFailure("interrupted", e);
    }
  }
}
