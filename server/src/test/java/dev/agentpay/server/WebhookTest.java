package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.server.options.PaymentDefaults;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.views.EventViews;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
  private static final String STATUS = "/twilio/payments/status";

  @AutoClose private final World world = new World();
  @AutoClose private final LogLines log = new LogLines();

  private Map<String, String> cardDone(String id) {
    return Webhook.status(
        world,
        id,
        Map.of(
            "Capture", "payment-card-number",
            "PaymentCardNumber", "xxxxxxxxxxxx1111",
            "ExpirationDate", "1234",
            "Required", "expiration-date,security-code"),
        Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        STATUS + "?session=$ID",
        "/twilio/voice/incoming",
        "/twilio/voice/recalled",
        "/twilio/voice/dial-ended",
        "/twilio/calls/status"
      })
  void an_unsigned_or_altered_webhook_changes_nothing(String path) {
    final String id = world.sessionOf("alice").at("id");
    final String target = path.replace("$ID", id);
    final Map<String, String> form = new HashMap<>(cardDone(id));
    form.put("CallStatus", "completed");
    form.put("DialCallStatus", "completed");
    form.put("From", "+15005550006");
    form.put("To", "+15005550001");
    final String before = world.position();
    final String body = Webhook.encoded(form);
    final String good = Webhook.sign(world.server.baseUri() + target, body);

    refused(world.twilio().signedBy("").post(target, body));
    refused(world.twilio().signedBy("nonsense").post(target, body));
    refused(world.twilio().signedBy("A".repeat(27) + "=").post(target, body));
    refused(world.twilio().signedBy(good).post(target, body + "&Extra=1"));
    refused(world.twilio().signedBy(good).post(target, body.replace("completed", "busy")));
    refused(
        world
            .twilio()
            .signedBy(good)
            .post(target + (path.contains("?") ? "&" : "?") + "x=1", body));
    refused(
        world
            .twilio()
            .signedBy(Webhook.sign("http://evil.example" + target, body))
            .post(target, body));
    refused(world.twilio().signedBy(good).post(target, body + "%ZZ"));
    assertThat(world.position()).isEqualTo(before);
    assertThat(world.stored(id).cardType()).isEmpty();

    assertThat(world.twilio().signedBy(good).post(target, body).status()).isIn(200, 204);
    assertThat(log.lines())
        .anyMatch(l -> l.contains("403 forbidden"))
        .noneMatch(l -> l.contains("1234") || l.contains("xxxx") || l.contains("+1500"));
    assertThat(callbacks("unsigned")).isEqualTo(8);
  }

  @Test
  void tells_which_shared_key_is_not_configured() throws Exception {
    final String id = world.sessionOf("alice").at("id");
    final String before = world.position();

    final HttpAnswer answered =
        world
            .twilio()
            .withSettings("key=other-key,algorithm=HMAC_SHA256")
            .post(STATUS + "?session=" + id, cardDone(id));

    refused(answered);
    assertThat(answered.at("detail")).contains("key=other-key").contains("twilio.shared-keys");
    assertThat(world.position()).isEqualTo(before);
    assertThat(callbacks("unknown-key")).isEqualTo(1);
  }

  private static void refused(HttpAnswer answered) {
    assertThat(answered.status()).isEqualTo(403);
    assertThat(answered.problem()).isEqualTo("forbidden");
    assertThat(answered.text()).doesNotContain("xxxx");
  }

  @Test
  void refuses_get() {
    for (String path : new String[] {STATUS, "/twilio/voice/incoming", "/twilio/calls/status"}) {
      final HttpAnswer answered = world.anyone().get(path);
      assertThat(answered.status()).isEqualTo(405);
      assertThat(answered.header("Allow")).isEqualTo("POST");
      assertThat(answered.problem()).isEqualTo("method-not-allowed");
    }
  }

  @Test
  void acknowledges_a_repeated_callback_without_effect() {
    final String id = world.sessionOf("alice").at("id");
    final Map<String, String> form = new HashMap<>(cardDone(id));
    form.put("DateUpdated", "2026-01-01T00:00:00.000Z");
    assertThat(world.twilio().post(STATUS + "?session=" + id, form).status()).isEqualTo(204);
    final long version = world.stored(id).version();
    assertThat(world.twilio().post(STATUS + "?session=" + id, form).status()).isEqualTo(204);
    assertThat(world.twilio().post(STATUS, form).status()).isEqualTo(204);
    assertThat(world.stored(id).state()).isNotNull();
    assertThat(
            world.store.eventStore().events(world.stored(id).stream(), version).stream()
                .map(r -> new EventViews(List.of()).of(r).type()))
        .doesNotContain("status-received");
  }

  @Test
  void acknowledges_and_counts_an_unknown_callback() {
    final String before = world.position();
    final HttpAnswer answered =
        world
            .twilio()
            .post(
                STATUS + "?session=ps_" + "0".repeat(26),
                Map.of("CallSid", World.newCall(), "Sid", "PK" + "f".repeat(32)));
    assertThat(answered.status()).isEqualTo(204);
    assertThat(
            world
                .twilio()
                .post(
                    "/twilio/calls/status",
                    Map.of("CallSid", World.newCall(), "CallStatus", "completed"))
                .status())
        .isEqualTo(204);
    assertThat(
            world
                .twilio()
                .post(
                    "/twilio/calls/status",
                    Map.of(
                        "CallSid",
                        World.newCall(),
                        "ParentCallSid",
                        World.newCall(),
                        "To",
                        "client:alice",
                        "CallStatus",
                        "in-progress"))
                .status())
        .isEqualTo(204);
    assertThat(world.position()).isEqualTo(before);
    assertThat(callbacks("unknown")).isEqualTo(3);
    assertThat(log.lines()).anyMatch(l -> l.contains("belongs to no call or session of ours"));
  }

  @Test
  void refuses_a_signed_callback_without_sids() {
    final String before = world.position();
    for (Map<String, String> form :
        java.util.List.of(
            Map.of("Sid", "PK" + "f".repeat(32)),
            Map.of("CallSid", World.newCall()),
            Map.of("CallSid", "CA1", "Sid", "PK" + "f".repeat(32)))) {
      final HttpAnswer answered = world.twilio().post(STATUS, form);
      assertThat(answered.status()).isEqualTo(400);
      assertThat(answered.problem()).isEqualTo("bad-request");
      assertThat(answered.at("detail")).contains("Sid");
    }
    assertThat(
            world
                .twilio()
                .post("/twilio/calls/status", Map.of("CallSid", World.newCall()))
                .status())
        .isEqualTo(400);
    assertThat(world.position()).isEqualTo(before);
    assertThat(callbacks("malformed")).isEqualTo(4);
  }

  @Test
  void does_not_acknowledge_callbacks_without_a_store() {
    final String id = world.sessionOf("alice").at("id");
    final Map<String, String> form = cardDone(id);
    world.store.close();
    final HttpAnswer answered = world.twilio().post(STATUS + "?session=" + id, form);
    assertThat(answered.status()).isEqualTo(503);
    assertThat(answered.problem()).isEqualTo("store-unavailable");
    assertThat(answered.header("Retry-After")).isEqualTo("2");
    assertThat(world.as("alice").get("/api/pay-sessions/" + id).status()).isEqualTo(503);
    assertThat(callbacks("failed")).isEqualTo(1);
  }

  @Test
  void does_not_read_an_oversized_body() {
    final HttpAnswer answered =
        world.twilio().signedBy("x").post(STATUS, "a=" + "x".repeat(70_000));
    assertThat(answered.status()).isEqualTo(413);
  }

  @Test
  void behind_a_proxy_the_signature_covers_the_public_url() {
    try (World behind =
        new World(
            o ->
                new ServerOptions(
                    o.host(),
                    o.port(),
                    Optional.of("https://pay.example.com/agentpay"),
                    o.signIn(),
                    o.connectors(),
                    o.defaultConnector(),
                    o.defaultCurrency(),
                    o.trustedProxies(),
                    o.allowedOrigins(),
                    o.limits(),
                    o.desk(),
                    PaymentDefaults.DEFAULT))) {
      final String path = "/twilio/voice/incoming";
      final String body = "CallSid=" + World.newCall() + "&From=a&To=b";
      behind.as("alice").put("/api/me/availability", "{\"availability\":\"ready\"}");
      final HttpAnswer answered =
          behind
              .twilio()
              .signedBy(Webhook.sign("https://pay.example.com/agentpay" + path, body))
              .post(path, body);
      assertThat(answered.status()).isEqualTo(200);
      assertThat(answered.header("Content-Type")).startsWith("text/xml");
      assertThat(answered.text())
          .contains("https://pay.example.com/agentpay/twilio/voice/dial-ended")
          .contains("https://pay.example.com/agentpay/twilio/calls/status");
      assertThat(behind.twilio().post(path, body).status()).isEqualTo(403);
      final HttpAnswer spoofed =
          Page.send(
              HttpRequest.newBuilder(URI.create(behind.server.baseUri() + path))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("X-Forwarded-Host", "evil.example")
                  .header("X-Forwarded-Proto", "https")
                  .header("X-Twilio-Signature", Webhook.sign("https://evil.example" + path, body))
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build());
      assertThat(spoofed.status()).isEqualTo(403);
    }
  }

  private double callbacks(String outcome) {
    return world.meters.find("agentpay.callbacks").tag("outcome", outcome).counters().stream()
        .mapToDouble(io.micrometer.core.instrument.Counter::count)
        .sum();
  }
}
