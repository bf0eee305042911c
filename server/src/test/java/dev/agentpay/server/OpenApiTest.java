package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.server.views.EventViews;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Checks `/openapi.json` against the server's behaviour.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
  private static final EventViews VIEWS = new EventViews(List.of());

  @AutoClose private final World world = new World();
  private final JsonNode document =
      JsonMapper.builder().build().readTree(world.anyone().get("/openapi.json").text());

  @Test
  void documents_exactly_the_existing_routes() {
    final Set<String> documented = new TreeSet<>();
    document
        .path("paths")
        .forEachEntry(
            (path, methods) ->
                methods
                    .propertyNames()
                    .forEach(
                        method ->
                            documented.add(
                                method.toUpperCase(java.util.Locale.ROOT) + " " + path)));
    assertThat(documented).containsExactlyElementsOf(new TreeSet<>(world.server.routes()));
  }

  @Test
  void every_reference_can_be_resolved() {
    final List<String> references = new ArrayList<>();
    collect(document, references);
    assertThat(references).isNotEmpty();
    for (String reference : references) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  private static void collect(JsonNode node, List<String> references) {
    if (node.has("$ref")) {
      references.add(node.path("$ref").asString());
    }
    node.forEach(child -> collect(child, references));
  }

  @Test
  void answers_match_their_schemas() {
    final Page alice = world.as("alice");
    final Page sue = world.as("sue");
    final HttpAnswer login =
        world.anyone().post("/api/login", "{\"name\":\"bob\",\"password\":\"bob's secret\"}");
    fits("Login", login.json());
    fits("Agent", alice.put("/api/me/availability", "{\"availability\":\"ready\"}").json());
    final HttpAnswer started = world.sessionOf("alice");
    fits("Desk", alice.get("/api/desk").json());
    fits("Me", alice.get("/api/me").json());
    fits("Calls", alice.get("/api/calls").json());
    fits("Call", alice.get("/api/calls/" + started.at("call")).json());
    fits("PaySession", started.json());
    final String id = started.at("id");
    world
        .twilio()
        .status(
            world,
            id,
            Map.of(
                "Capture",
                "payment-card-number",
                "ErrorType",
                "invalid-card-number",
                "Required",
                "payment-card-number"));
    world
        .twilio()
        .status(
            world,
            id,
            Map.of(
                "Capture",
                "payment-card-number",
                "PaymentCardType",
                "visa",
                "PaymentCardNumber",
                "xxxxxxxxxxxx1111",
                "Required",
                ""));
    alice.post("/api/pay-sessions/" + id + "/submit", "");
    world
        .twilio()
        .status(world, id, Map.of("Result", "success", "PaymentConfirmationCode", "ch_1"));
    final HttpAnswer paid = alice.get("/api/pay-sessions/" + id);
    assertThat(paid.at("state")).isEqualTo("paid");
    fits("PaySession", paid.json());
    fits("PaySessions", alice.get("/api/pay-sessions").json());
    fits("Events", sue.get("/api/pay-sessions/" + id + "/events").json());
    final HttpAnswer key = sue.post("/api/service-keys", "{\"name\":\"crm\"}");
    fits("ServiceKey", key.json());
    fits(
        "MintedToken",
        new Page(world.server.baseUri(), Optional.of(key.at("secret")))
            .post(
                "/api/tokens",
                "{\"agent\":\"alice\",\"uui\":\"7\",\"amount\":\"1\",\"reference\":\"A\"}")
            .json());
    fits("ServiceKeys", sue.get("/api/service-keys").json());
    fits("Health", world.anyone().get("/health/ready").json());
    fits("Problem", alice.post("/api/pay-sessions", "{}").json());
    final String after;
    try (SseReader page = SseReader.by(alice)) {
      final SseReader.Frame snapshot = page.next();
      fits("Snapshot", snapshot.json());
      after = snapshot.id();
    }
    final String other = world.sessionOf("alice").at("id");
    try (SseReader page = SseReader.by(alice.with("Last-Event-ID", after))) {
      fits("LiveEvent", page.next(f -> f.event().equals("call")).json());
      fits("LiveEvent", page.next(f -> f.event().equals("pay-session")).json());
      world
          .twilio()
          .status(
              world,
              other,
              Map.of(
                  "Capture",
                  "payment-card-number",
                  "PartialResult",
                  "true",
                  "PaymentCardNumber",
                  "x"));
      fits("Digits", page.next(f -> f.event().equals("digits")).json());
    }
  }

  private void fits(String schema, JsonNode value) {
    assertThat(
            SchemaCheck.problems(
                document, schema, document.at("/components/schemas/" + schema), value))
        .isEmpty();
  }

  @Test
  void event_names_do_not_change() {
    final List<String> names =
        Samples.events().map(event -> VIEWS.of(Samples.recorded(event)).type()).distinct().toList();
    assertThat(names)
        .containsExactlyInAnyOrder(
            "session-started",
            "payment-opened",
            "payment-adopted",
            "status-received",
            "instruction-accepted",
            "instruction-failed",
            "capture-requested",
            "capture-anticipated",
            "capture-awaited",
            "capture-discarded",
            "field-captured",
            "field-rejected",
            "capture-parked",
            "all-captured",
            "submit-requested",
            "cancel-requested",
            "session-paid",
            "session-tokenized",
            "session-declined",
            "session-cancelled",
            "session-abandoned",
            "session-failed",
            "session-unconfirmed",
            "ledger-asked",
            "session-resolved",
            "call-released",
            "alarm-raised",
            "payment-orphaned",
            "call-arrived",
            "agent-rung",
            "agent-missed",
            "agent-answered",
            "agent-hung-up",
            "call-answered",
            "call-claimed",
            "call-assigned",
            "caller-waits",
            "caller-recalled",
            "call-left",
            "uui-mapped",
            "uui-awaited",
            "uui-left",
            "uui-served",
            "call-ended",
            "agent-ready",
            "agent-away",
            "agent-busy",
            "agent-freed",
            "sign-in-ended",
            "service-key-created",
            "service-key-rotated",
            "old-secret-revoked",
            "service-key-revoked",
            "service-key-used");
  }
}
