package dev.agentpay.server.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.server.HttpAnswer;
import dev.agentpay.server.Page;
import dev.agentpay.server.Samples;
import dev.agentpay.server.SchemaCheck;
import dev.agentpay.server.SseReader;
import dev.agentpay.server.SseReader.Frame;
import dev.agentpay.server.TwilioCalls;
import dev.agentpay.server.World;
import dev.agentpay.server.http.Json;
import dev.agentpay.server.stream.Frames;
import dev.agentpay.server.views.EventViews;
import dev.agentpay.server.views.ViewJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Checks the live updates of real calls and payments against `/asyncapi.json`.
class LiveUpdatesTest {
  @AutoClose private final World world = new World(options -> options, TwilioCalls.routes());
  private final JsonNode document =
      JsonMapper.builder().build().readTree(world.anyone().get("/asyncapi.json").text());
  private final Page alice = world.as("alice");
  private final Page sue = world.as("sue");

  /// Returns what is wrong with a frame.
  private List<String> problems(String event, String id, JsonNode data) {
    final String name = data.path("type").asString(event);
    final JsonNode message = document.at("/components/messages/" + name);
    if (message.isMissingNode()) {
      return List.of("no message " + name);
    }
    final ObjectNode headers = ViewSchemas.object().put("event", event);
    if (!id.isEmpty()) {
      headers.put("id", id);
    }
    final List<String> problems = new ArrayList<>();
    problems.addAll(SchemaCheck.problems(document, name, message.path("headers"), headers));
    problems.addAll(SchemaCheck.problems(document, name, message.path("payload"), data));
    return problems;
  }

  private void check(Frame frame) {
    assertThat(problems(frame.event(), frame.id(), frame.json())).as(frame.data()).isEmpty();
  }

  private String pay(Map<String, String> result) {
    final String id = world.sessionOf("alice").at("id");
    status(id, Map.of("Capture", "payment-card-number", "PartialResult", "true"), "x");
    status(
        id,
        Map.of("Capture", "payment-card-number", "ErrorType", "invalid-card-number"),
        "xxxxxxxxxxxx1111");
    status(id, Map.of("Capture", "payment-card-number", "Required", ""), "xxxxxxxxxxxx1111");
    alice.post("/api/pay-sessions/" + id + "/submit", "");
    world.twilio().status(world, id, result);
    return id;
  }

  private void status(String id, Map<String, String> parameters, String mask) {
    final Map<String, String> all = new HashMap<>(parameters);
    all.put("PaymentCardNumber", mask);
    world.twilio().status(world, id, all);
  }

  private void cancel(String id) {
    alice.post("/api/pay-sessions/" + id + "/cancel", "");
  }

  @Test
  void every_frame_of_calls_and_payments_is_as_described() {
    final List<Frame> seen = new ArrayList<>();
    try (SseReader all = SseReader.by(sue);
        SseReader own = SseReader.by(alice)) {
      alice.put("/api/me/availability", "{\"availability\":\"ready\"}");
      new TwilioCalls(world.twilio()).calls(TwilioCalls.SOFTPHONES);
      alice.post("/api/calls/by-uui/claim", "{\"uui\":\"conversation 7\"}");
      pay(Map.of("Result", "success", "PaymentConfirmationCode", "ch_1"));
      pay(Map.of("Result", "payment-connector-error", "ConnectorError", "card_declined"));
      final String last = world.sessionOf("alice").at("id");
      cancel(last);
      final String key = sue.post("/api/service-keys", "{\"name\":\"crm\"}").at("id");
      sue.post("/api/service-keys/" + key + "/revoke", "");
      Frame frame;
      do {
        frame = all.next();
        check(frame);
        seen.add(frame);
      } while (!frame.type().equals("service-key-revoked"));
      do {
        frame = own.next();
        check(frame);
      } while (!(frame.data().contains(last) && frame.type().equals("cancel-requested")));
    }
    assertThat(seen)
        .extracting(Frame::event)
        .contains("snapshot", "pay-session", "call", "agent", "uui", "service-key", "digits");
    assertThat(new TreeSet<>(seen.stream().map(Frame::type).toList()))
        .contains(
            "session-started",
            "status-received",
            "field-rejected",
            "field-captured",
            "submit-requested",
            "session-paid",
            "cancel-requested",
            "call-arrived",
            "agent-rung",
            "uui-awaited")
        .hasSizeGreaterThan(20);
  }

  @Test
  void a_snapshot_of_calls_and_payments_is_as_described() {
    pay(Map.of("Result", "success", "PaymentConfirmationCode", "ch_1"));
    final String position = world.position();
    try (SseReader all = SseReader.by(sue)) {
      final Frame snapshot = all.next();
      assertThat(snapshot.json().at("/paySessions/0/state").asString()).isEqualTo("paid");
      check(snapshot);
    }
    world.sessionOf("alice");
    try (SseReader resumed = SseReader.by(sue.with("Last-Event-ID", position))) {
      final Frame first = resumed.next();
      assertThat(first.event()).isEqualTo("call");
      check(first);
    }
  }

  /// Those that no call or payment of this test causes, and those with all optional parts.
  @Test
  void every_event_is_as_described() {
    final EventViews views = new EventViews(List.of());
    Samples.events()
        .map(Samples::recorded)
        .forEach(
            event -> {
              final JsonNode data = Json.read(ViewJson.write(views.of(event)));
              assertThat(problems(Frames.name(event.stream().kind()), "7", data))
                  .as("%s", data)
                  .isEmpty();
            });
  }

  @Test
  void a_field_that_is_not_described_is_found() {
    final HttpAnswer started = world.sessionOf("alice");
    try (SseReader own = SseReader.by(alice)) {
      own.next();
      cancel(started.at("id"));
      final Frame frame = own.next(f -> f.type().equals("cancel-requested"));
      assertThat(problems("pay-session", frame.id(), frame.json())).isEmpty();

      assertThat(problems("call", frame.id(), frame.json()))
          .containsExactly("cancel-requested.event is not \"pay-session\"");
      assertThat(problems("pay-session", "", frame.json()))
          .containsExactly("cancel-requested has no id");
      assertThat(problems("pay-session", frame.id(), changed(frame, "/event", "color", "red")))
          .containsExactly("cancel-requested.event must not have [color]");
      assertThat(problems("pay-session", frame.id(), changed(frame, "/event", "why", 7)))
          .containsExactly("cancel-requested.event.why is not of type \"string\"");
      assertThat(problems("pay-session", frame.id(), changed(frame, "/paySession", "state", "x")))
          .singleElement()
          .asString()
          .startsWith("cancel-requested.paySession.state is none of");
      assertThat(problems("pay-session", frame.id(), changed(frame, "", "type", "cancelled")))
          .containsExactly("no message cancelled");
    }
  }

  private static JsonNode changed(Frame frame, String at, String name, Object value) {
    final JsonNode data = frame.json().deepCopy();
    ((ObjectNode) data.at(at)).set(name, JsonMapper.builder().build().valueToTree(value));
    return data;
  }
}
