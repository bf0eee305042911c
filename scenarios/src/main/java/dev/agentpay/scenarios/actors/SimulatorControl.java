package dev.agentpay.scenarios.actors;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The simulator's control API: simulates customers and injects faults. Every method throws a
/// [ScriptFailure] if the simulator cannot be reached within ten seconds or refuses the request. A
/// retry does not help.
public final class SimulatorControl {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// Twilio's statuses of a leg that has not ended.
  private static final Set<String> LIVE = Set.of("queued", "initiated", "ringing", "in-progress");

  /// A fast typist; milliseconds on the simulator's clock.
  private static final int KEY_GAP_MILLIS = 200;

  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI base;
  private final int keyGapMillis;

  /// Types fast: 0.2 seconds between two keys, on the simulator's clock.
  ///
  /// @param base the simulator's address
  public SimulatorControl(URI base) {
    this(base, KEY_GAP_MILLIS);
  }

  /// @param base the simulator's address
  /// @param keyGapMillis between two keys, on the simulator's clock
  public SimulatorControl(URI base, int keyGapMillis) {
    this.base = base;
    this.keyGapMillis = keyGapMillis;
  }

  /// Calls the number and returns the call's sid.
  public String dial(String from, String to) {
    return dial(from, to, Map.of());
  }

  /// Calls over SIP with these headers and returns the call's sid.
  String dial(String from, String to, Map<String, String> sipHeaders) {
    return send(
            "POST", "/simulator/calls", Map.of("from", from, "to", to, "sipHeaders", sipHeaders))
        .path("sid")
        .asString();
  }

  /// Calls from an agent's softphone and returns the call's sid.
  String dialFromSoftphone(String agent, String to) {
    return send("POST", "/simulator/softphones/%s/calls".formatted(agent), Map.of("to", to))
        .path("sid")
        .asString();
  }

  /// One call with the legs that it dialled. `docs/simulator.md` describes the fields.
  JsonNode call(String sid) {
    return send("GET", "/simulator/calls/" + sid, Map.of());
  }

  /// Sets how dialled parties react when they ring, by address. A party that is not listed answers.
  void parties(Map<String, String> rules) {
    send("PUT", "/simulator/parties", rules);
  }

  /// The SIP party on this leg transfers the call.
  void refer(String leg, String to) {
    send("POST", "/simulator/calls/%s/refer".formatted(leg), Map.of("to", to));
  }

  /// Presses keys on a call, one after another. Returns how many of them a Payment captured.
  public int press(String call, String keys) {
    return press(call, keys, keyGapMillis);
  }

  /// Presses keys with this many seconds between them, on the simulator's clock.
  void pressSlowly(String call, String keys, int gapSeconds) {
    press(call, keys, 1_000 * gapSeconds);
  }

  private int press(String call, String keys, int gapMillis) {
    final Map<String, ?> body = Map.of("digits", keys, "gapMillis", gapMillis);
    return send("POST", "/simulator/calls/%s/digits".formatted(call), body)
        .path("heardByPayment")
        .asInt();
  }

  /// The legs that have not ended.
  public List<String> liveCalls() {
    return send("GET", "/simulator/calls", Map.of())
        .path("calls")
        .valueStream()
        .filter(leg -> LIVE.contains(leg.path("status").asString("")))
        .map(leg -> leg.path("sid").asString())
        .toList();
  }

  /// The person on this leg hangs up.
  public void hangUp(String call) {
    send("POST", "/simulator/calls/%s/hangup".formatted(call), Map.of());
  }

  /// The field that the call's Payment captures now; empty if none.
  String capturing(String call) {
    return send("GET", "/simulator/calls/" + call, Map.of()).path("capturing").asString("");
  }

  /// The simulator's journal of requests and actions. `docs/simulator.md` describes the entries.
  ///
  /// @param since the number of the last known entry; 0 for all
  public JsonNode journal(long since) {
    return send("GET", "/simulator/journal?since=" + since, Map.of()).path("entries");
  }

  /// Replaces the injected faults. `docs/simulator.md` lists their names.
  public void faults(Map<String, ?> faults) {
    send("PUT", "/simulator/faults", faults);
  }

  /// Sets the switches for Twilio behaviour that Twilio does not document. `docs/simulator.md`
  /// lists their names.
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
      throw new ScriptFailure("cannot reach the simulator at %s".formatted(base), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptFailure("interrupted", e);
    }
  }
}
