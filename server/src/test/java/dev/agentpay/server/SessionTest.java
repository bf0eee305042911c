package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.events.EventStore;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.server.http.IdempotencyKeys;
import dev.agentpay.server.options.PaymentDefaults;
import dev.agentpay.server.options.ServerOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SessionTest {
  @AutoClose private final World world = new World();

  private HttpAnswer start(String call, String more) {
    return world
        .as("alice")
        .post("/api/pay-sessions", "{\"call\":{\"sid\":\"%s\"}%s}".formatted(call, more));
  }

  @Test
  void only_the_call_is_required() {
    final HttpAnswer started = start(world.callOf("alice"), "");
    assertThat(started.status()).isEqualTo(201);
    assertThat(started.at("state")).isEqualTo("opening");
    assertThat(started.at("currency")).isEqualTo("USD");
    assertThat(started.at("connector")).isEqualTo("sandbox");
    assertThat(started.at("tokenType")).isEqualTo("reusable");
    assertThat(started.at("paymentMethod")).isEqualTo("credit-card");
    assertThat(started.at("advance")).isEqualTo("server");
    assertThat(started.json().has("amount")).isFalse();
    assertThat(started.json().has("outcome")).isFalse();
    assertThat(started.json().has("payment")).isFalse();
    assertThat(started.json().path("captureOrder").valueStream().map(n -> n.asString()))
        .containsExactly("payment-card-number", "expiration-date", "security-code");
    assertThat(started.at("fields.2.state")).isEqualTo("waiting");
  }

  @Test
  void a_direct_debit_captures_routing_and_account_number() {
    final HttpAnswer started =
        start(
            world.callOf("alice"),
            ",\"amount\":\"10\",\"currency\":\"eur\",\"paymentMethod\":\"ach-debit\","
                + "\"bankAccountType\":\"consumer-savings\",\"parameters\":{\"AVSName\":\"Ann\"}");
    assertThat(started.status()).as(started.text()).isEqualTo(201);
    assertThat(started.at("amount")).isEqualTo("10.00");
    assertThat(started.at("currency")).isEqualTo("EUR");
    assertThat(started.at("captureOrder.0")).isEqualTo("bank-routing-number");
    assertThat(started.at("captureOrder.1")).isEqualTo("bank-account-number");
  }

  @Test
  void a_second_session_on_a_call_is_refused() {
    final String call = world.callOf("alice");
    start(call, "");
    final HttpAnswer second = start(call, ",\"amount\":\"1\"");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.problem()).isEqualTo("call-has-session");
  }

  @Test
  void an_unconfirmed_submit_requires_confirmation_of_a_new_session() {
    final HttpAnswer first = world.sessionOf("alice");
    ready(first.at("id"));
    final Page alice = world.as("alice");
    final String path = "/api/pay-sessions/" + first.at("id");
    assertThat(alice.post(path + "/submit", "{}").at("state")).isEqualTo("completing");
    assertThat(alice.post(path + "/submit", "").status()).isEqualTo(200);
    final HttpAnswer cancel = alice.post(path + "/cancel", "");
    assertThat(cancel.status()).isEqualTo(409);
    assertThat(cancel.problem()).isEqualTo("not-now");
    final HttpAnswer warned = start(first.at("call"), "");
    assertThat(warned.status()).isEqualTo(409);
    assertThat(warned.problem()).isEqualTo("may-have-charged");
    assertThat(start(first.at("call"), ",\"confirmMayHaveCharged\":true").status()).isEqualTo(201);
    assertThat(alice.get(path + "/events").text()).contains("\"call-released\"");
  }

  @Test
  void a_repeated_cancel_is_harmless_and_prevents_submit() {
    final String path = "/api/pay-sessions/" + world.sessionOf("alice").at("id");
    final Page alice = world.as("alice");
    assertThat(alice.post(path + "/cancel", "").status()).isEqualTo(200);
    final HttpAnswer again = alice.post(path + "/cancel", "{}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.at("state")).isIn("cancelling", "cancelled");
    assertThat(alice.post(path + "/submit", "").status()).isEqualTo(409);
    assertThat(alice.post(path + "/cancel", "{\"why\":\"x\"}").status()).isEqualTo(400);
  }

  @Test
  void refuses_a_field_outside_the_capture_order() {
    final String path = "/api/pay-sessions/" + world.sessionOf("alice").at("id");
    final Page alice = world.as("alice");
    assertThat(alice.post(path + "/captures", "{\"field\":\"postal-code\"}").status())
        .isEqualTo(422);
    assertThat(alice.post(path + "/captures", "{\"field\":\"cvv\"}").errorFields())
        .containsExactly("field");
    assertThat(alice.post(path + "/captures", "{}").errorFields()).containsExactly("field");
    assertThat(alice.post(path + "/captures", "{\"field\":\"security-code\"}").at("capturing"))
        .isEqualTo("security-code");
  }

  @Test
  void a_supervisor_resolves_an_unconfirmed_session_with_a_reason() {
    final String id = world.sessionOf("alice").at("id");
    final String path = "/api/pay-sessions/" + id + "/resolve";
    final Page sue = world.as("sue");
    final String paid =
        "{\"end\":\"paid\",\"reason\":\"seen at the processor\",\"evidence\":\"ch_9\"}";
    assertThat(sue.post(path, paid).problem()).isEqualTo("not-now");
    ready(id);
    world.as("alice").post("/api/pay-sessions/" + id + "/submit", "");
    world
        .twilio()
        .status(world, id, Map.of("Result", "payment-connector-error", "PaymentError", "timeout"));
    assertThat(world.as("alice").get("/api/pay-sessions/" + id).at("state"))
        .isEqualTo("unconfirmed");
    assertThat(world.anyone().get("/metrics").text()).contains("agentpay_sessions_unconfirmed 1.0");
    assertThat(
            sue.post(path, "{\"end\":\"paid\",\"reason\":\" \",\"evidence\":\"x\"}").errorFields())
        .containsExactly("reason");
    assertThat(
            sue.post(path, "{\"end\":\"cancelled\",\"reason\":\"x\",\"evidence\":\"x\"}")
                .errorFields())
        .containsExactly("end");
    assertThat(sue.post(path, "{}").errorFields()).containsExactly("end", "reason", "evidence");
    assertThat(
            sue.post(
                    path,
                    "{\"end\":\"paid\",\"reason\":\"card 4111 1111 1111 1111\",\"evidence\":\"x\"}")
                .errorFields())
        .containsExactly("reason");
    final HttpAnswer resolved = sue.post(path, paid);
    assertThat(resolved.at("state")).isEqualTo("paid");
    assertThat(resolved.at("outcome.confirmationCode")).isEqualTo("ch_9");
    final HttpAnswer audit = sue.get("/api/pay-sessions/" + id + "/events");
    assertThat(audit.text()).contains("session-resolved", "seen at the processor", "127.0.0.1");
  }

  @Test
  void a_start_may_wait_for_the_payment() {
    world.twilio.is(ScriptedTwilio.Mood.REFUSES);
    final HttpAnswer refused = world.sessionOf("alice");
    assertThat(refused.status()).isEqualTo(201);
    assertThat(refused.at("state")).isEqualTo("failed");
    world.twilio.is(ScriptedTwilio.Mood.SILENT);
    final long start = System.nanoTime();
    final HttpAnswer silent =
        world
            .as("alice")
            .post(
                "/api/pay-sessions?wait=1s",
                "{\"call\":{\"sid\":\"%s\"}}".formatted(world.callOf("alice")));
    assertThat(silent.at("state")).isEqualTo("opening");
    assertThat(System.nanoTime() - start).isGreaterThan(900_000_000L);
    world.twilio.is(ScriptedTwilio.Mood.ACCEPTS);
    assertThat(world.sessionOf("alice").at("payment")).startsWith("PK");
  }

  @Test
  void fifty_simultaneous_starts_with_one_key_are_one_session() throws Exception {
    final String call = world.callOf("alice");
    final String body = "{\"call\":{\"sid\":\"%s\"},\"amount\":\"1\"}".formatted(call);
    final Page alice = world.as("alice").with("Idempotency-Key", "once");
    final List<Callable<HttpAnswer>> starts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      starts.add(() -> alice.post("/api/pay-sessions", body));
    }
    final Set<String> ids;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ids =
          threads.invokeAll(starts).stream()
              .map(SessionTest::get)
              .peek(a -> assertThat(a.status()).as(a.text()).isEqualTo(201))
              .map(a -> a.at("id"))
              .collect(Collectors.toSet());
    }
    assertThat(ids).hasSize(1);
    assertThat(world.as("alice").get("/api/pay-sessions").json().path("paySessions")).hasSize(1);
  }

  @Test
  void a_repetition_may_write_the_same_request_differently() {
    final String call = world.callOf("alice");
    final Page alice = world.as("alice").with("Idempotency-Key", "differently");
    final String first =
        "{\"call\":{\"sid\":\"%s\"},\"amount\":\"1\",\"parameters\":{\"a\":\"1\",\"b\":\"2\"}}"
            .formatted(call);
    final String again =
        "{\"parameters\": {\"b\":\"2\", \"a\":\"1\"},\n \"amount\":\"1\", \"call\":{\"sid\":\"%s\"}}"
            .formatted(call);

    final String id = alice.post("/api/pay-sessions", first).at("id");

    assertThat(alice.post("/api/pay-sessions", again).at("id")).isEqualTo(id).isNotEmpty();
    assertThat(alice.post("/api/pay-sessions", again.replace("\"2\"", "\"3\"")).status())
        .isEqualTo(422);
  }

  @Test
  void uses_the_configured_timeout_and_card_types_unless_named() {
    try (World other =
        new World(
            o ->
                new ServerOptions(
                    o.host(),
                    o.port(),
                    o.publicUrl(),
                    o.signIn(),
                    o.connectors(),
                    o.defaultConnector(),
                    o.defaultCurrency(),
                    o.trustedProxies(),
                    o.allowedOrigins(),
                    o.limits(),
                    o.desk(),
                    new PaymentDefaults(7, List.of("visa", "jcb"), List.of("security-code"))))) {
      final Page alice = other.as("alice");
      final PayRequest plain = other.stored(other.sessionOf("alice").at("id")).request();
      assertThat(plain.inputTimeoutSeconds()).isEqualTo(7);
      assertThat(plain.validCardTypes()).containsExactly("visa", "jcb");
      assertThat(plain.typeTwice()).containsExactly(CaptureField.SECURITY_CODE);
      assertThat(alice.get("/api/desk").at("inputTimeoutSeconds")).isEqualTo("7");
      assertThat(alice.get("/api/desk").at("validCardTypes.1")).isEqualTo("jcb");
      assertThat(alice.get("/api/desk").at("typeTwice.0")).isEqualTo("security-code");

      final String named =
          alice
              .post(
                  "/api/pay-sessions",
                  "{\"call\":{\"sid\":\"%s\"},\"amount\":\"1\",\"inputTimeoutSeconds\":30,\"validCardTypes\":[\"amex\"],\"typeTwice\":[\"payment-card-number\"]}"
                      .formatted(other.callOf("alice")))
              .at("id");
      assertThat(other.stored(named).request().inputTimeoutSeconds()).isEqualTo(30);
      assertThat(other.stored(named).request().validCardTypes()).containsExactly("amex");
      assertThat(other.stored(named).request().typeTwice())
          .containsExactly(CaptureField.PAYMENT_CARD_NUMBER);
      assertThat(alice.get("/api/pay-sessions/" + named).at("typeTwice.0"))
          .isEqualTo("payment-card-number");
    }
  }

  @Test
  void takes_a_tip_of_zero_as_no_tip() {
    for (String zero : List.of("0", "0.00")) {
      final HttpAnswer answered =
          world
              .as("alice")
              .post(
                  "/api/pay-sessions",
                  "{\"call\":{\"sid\":\"%s\"},\"amount\":\"1\",\"tip\":\"%s\"}"
                      .formatted(world.callOf("alice"), zero));
      assertThat(answered.status()).as(answered.text()).isEqualTo(201);
      assertThat(answered.at("tip")).isEmpty();
    }
  }

  @Test
  void finds_a_reference_however_its_characters_are_composed() {
    final Page alice = world.as("alice");
    final String id =
        alice
            .post(
                "/api/pay-sessions",
                "{\"call\":{\"sid\":\"%s\"},\"amount\":\"1\",\"reference\":\" Cafe\u0301\u00a07 \"}"
                    .formatted(world.callOf("alice")))
            .at("id");
    for (String text : List.of("Caf\u00e9 7", "Cafe\u0301 7", "  Caf\u00e9\u00a07")) {
      assertThat(
              alice
                  .get(
                      "/api/pay-sessions?reference="
                          + URLEncoder.encode(text, StandardCharsets.UTF_8))
                  .at("paySessions.0.id"))
          .isEqualTo(id);
    }
  }

  @Test
  void a_start_overtaken_by_its_repetition_is_not_refused() {
    final String call = world.callOf("alice");
    final HttpAnswer first =
        world
            .as("alice")
            .with("Idempotency-Key", "k")
            .post("/api/pay-sessions", "{\"call\":{\"sid\":\"%s\"}}".formatted(call));
    final AtomicInteger attempts = new AtomicInteger();
    final Supplier<String> start =
        () -> {
          if (attempts.incrementAndGet() == 1) {
            throw new RefusedException(Refusal.CALL_HAS_SESSION, "by " + first.at("id"));
          }
          return first.at("id");
        };
    final EventStore store = world.store.eventStore();
    assertThat(
            IdempotencyKeys.settle(
                store, Optional.of(new PaySessions.IdempotencyKey("alice", "k", "", "")), start))
        .isEqualTo(first.at("id"));
    attempts.set(0);
    assertThatThrownBy(
            () ->
                IdempotencyKeys.settle(
                    store,
                    Optional.of(new PaySessions.IdempotencyKey("alice", "other", "", "")),
                    start))
        .isInstanceOf(RefusedException.class);
    attempts.set(0);
    assertThatThrownBy(() -> IdempotencyKeys.settle(store, Optional.empty(), start))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void a_key_belongs_to_one_user_and_one_request() {
    final String call = world.callOf("alice");
    final String body = "{\"call\":{\"sid\":\"%s\"}}";
    final Page alice = world.as("alice").with("Idempotency-Key", "k");
    final HttpAnswer first = alice.post("/api/pay-sessions", body.formatted(call));
    assertThat(alice.post("/api/pay-sessions", body.formatted(call)).at("id"))
        .isEqualTo(first.at("id"));
    final HttpAnswer reused =
        alice.post("/api/pay-sessions", body.formatted(world.callOf("alice")));
    assertThat(reused.status()).isEqualTo(422);
    assertThat(reused.problem()).isEqualTo("key-reused");
    final HttpAnswer bobs =
        world
            .as("bob")
            .with("Idempotency-Key", "k")
            .post("/api/pay-sessions", body.formatted(world.callOf("bob")));
    assertThat(bobs.status()).isEqualTo(201);
    assertThat(bobs.at("id")).isNotEqualTo(first.at("id"));

    final String path = "/api/pay-sessions/" + first.at("id");
    final Page again = world.as("alice").with("Idempotency-Key", "c");
    assertThat(again.post(path + "/cancel", "").status()).isEqualTo(200);
    assertThat(again.post(path + "/cancel", "").status()).isEqualTo(200);
    assertThat(again.post(path + "/submit", "").problem()).isEqualTo("key-reused");
  }

  private void ready(String id) {
    world
        .twilio()
        .status(
            world,
            id,
            Map.of("Capture", "payment-card-number", "Required", "", "PartialResult", "false"));
    assertThat(world.as("alice").get("/api/pay-sessions/" + id).at("state")).isEqualTo("ready");
  }

  private static HttpAnswer get(Future<HttpAnswer> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
