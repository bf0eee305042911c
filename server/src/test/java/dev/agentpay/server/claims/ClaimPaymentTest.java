package dev.agentpay.server.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.server.HttpAnswer;
import dev.agentpay.server.Page;
import dev.agentpay.server.TwilioCalls;
import dev.agentpay.server.World;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A payment claims the call that it names, if that call can be claimed.
class ClaimPaymentTest {
  private static final String START = "/api/pay-sessions";

  @AutoClose private final World world = new World(o -> o, TwilioCalls.routes());
  private final TwilioCalls lines = new TwilioCalls(world.twilio());
  private final Page alice = world.as("alice");
  private final Page bob = world.as("bob");

  private static String onUui(String uui) {
    return "{\"call\":{\"uui\":\"%s\"},\"amount\":\"42.50\"}".formatted(uui);
  }

  @Test
  void a_payment_by_uui_claims_the_customers_leg() {
    final String call = lines.talking("c1");
    final HttpAnswer started = alice.post(START, onUui("c1"));
    assertThat(started.status()).isEqualTo(201);
    assertThat(started.at("call")).isEqualTo(call);
    assertThat(alice.get("/api/calls/" + call).at("agent")).isEqualTo("alice");
  }

  @Test
  void a_payment_by_sid_claims_an_unassigned_call() {
    final String call = lines.talking("");
    assertThat(alice.post(START, "{\"call\":{\"sid\":\"%s\"}}".formatted(call)).status())
        .isEqualTo(201);
    assertThat(alice.get("/api/calls/" + call).at("agent")).isEqualTo("alice");
    assertThat(bob.post(START, "{\"call\":{\"sid\":\"%s\"}}".formatted(call)).problem())
        .isEqualTo("unknown-call");
  }

  @Test
  void a_payment_by_uui_does_not_wait_for_a_call() {
    final String before = world.position();
    assertThat(alice.post(START, onUui("c2")).problem()).isEqualTo("unknown-call");
    assertThat(world.position()).isEqualTo(before);
    assertThat(alice.get("/api/calls/by-uui?uui=c2").at("waiting")).isEqualTo("false");
  }

  @Test
  void a_payment_before_the_customer_has_answered_is_refused() {
    final String call = lines.dialled("c3");
    assertThat(alice.post(START, onUui("c3")).problem()).isEqualTo("call-not-in-progress");
    lines.answers(call);
    assertThat(alice.post(START, onUui("c3")).status()).isEqualTo(201);
  }

  @Test
  void asks_twilio_whether_the_call_was_answered() {
    for (String named : new String[] {"{\"uui\":\"%s\"}", "{\"sid\":\"%2$s\"}"}) {
      final String uui = "untold-" + named.length();
      final String call = lines.dialled(uui);
      world.twilio.customerOn(call);
      assertThat(alice.post(START, "{\"call\":%s}".formatted(named.formatted(uui, call))).status())
          .isEqualTo(201);
      assertThat(alice.get("/api/calls/" + call).at("state")).isEqualTo("answered");
    }
  }

  @Test
  void does_not_take_over_another_agents_payment() {
    final String call = lines.talking("c4");
    alice.post(START, onUui("c4"));
    assertThat(bob.post(START, onUui("c4")).problem()).isEqualTo("call-has-session");
    assertThat(bob.post("/api/calls/by-uui/claim", "{\"uui\":\"c4\"}").problem())
        .isEqualTo("call-has-session");
    assertThat(alice.get("/api/calls/" + call).at("agent")).isEqualTo("alice");
    assertThat(bob.get("/api/me").at("agent.call")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"call\":{$CALL},\"amount\":\"nonsense\"}",
        "{\"call\":{$CALL},\"amount\":\"42.505\"}",
        "{\"call\":{$CALL},\"currency\":\"XXXX\"}",
        "{\"call\":{$CALL},\"connector\":\"none\"}",
        "{\"call\":{$CALL},\"captureOrder\":[\"security-code\",\"security-code\"]}",
        "{\"call\":{$CALL},\"amount\":\"1.00\",\"tip\":\"-1\"}",
        "{\"call\":{$CALL},\"inputTimeoutSeconds\":0}",
        "{\"call\":{$CALL},\"surprise\":1}",
        "{\"call\":{$CALL,\"surprise\":1}}",
        "{\"call\":{$CALL},\"description\":\"4242424242424242\"}",
        "{\"call\":{$CALL}"
      })
  void an_invalid_request_claims_nothing(String body) {
    final String call = lines.talking("c5");
    final String before = world.position();
    for (String named : new String[] {"\"uui\":\"c5\"", "\"sid\":\"%s\"".formatted(call)}) {
      final HttpAnswer refused = alice.post(START, body.replace("$CALL", named));
      assertThat(refused.status()).as(refused.text()).isIn(400, 422);
    }
    assertThat(world.position()).isEqualTo(before);
    assertThat(alice.get("/api/me").at("agent.call")).isEmpty();
  }

  @Test
  void an_invalid_idempotency_key_claims_nothing() {
    lines.talking("c6");
    final String before = world.position();
    assertThat(alice.with("Idempotency-Key", "k".repeat(500)).post(START, onUui("c6")).status())
        .isEqualTo(422);
    assertThat(world.position()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"call\":{}}",
        "{\"call\":{\"sid\":\"CA00000000000000000000000000000001\",\"uui\":\"c7\"}}",
        "{\"call\":{\"uui\":\"\"}}",
        "{\"call\":{\"uui\":\" c7\"}}",
        "{\"call\":{\"sid\":\"c7\"}}"
      })
  void a_payment_names_its_call_by_sid_or_uui(String body) {
    assertThat(alice.post(START, body).status()).isEqualTo(422);
  }

  @Test
  void a_request_repeated_after_the_call_gets_its_session() {
    final String call = lines.talking("c8");
    final Page repeating = alice.with("Idempotency-Key", "once-and-again");
    final HttpAnswer first = repeating.post(START, onUui("c8"));
    assertThat(first.status()).isEqualTo(201);
    lines.ends(call);
    final HttpAnswer again = repeating.post(START, onUui("c8"));
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.at("id")).isEqualTo(first.at("id"));
    assertThat(again.at("state")).isEqualTo("abandoned");
    assertThat(again.header("Location")).isEqualTo("/api/pay-sessions/" + first.at("id"));
    assertThat(alice.post(START, onUui("c8")).problem()).isEqualTo("unknown-call");
    assertThat(repeating.post(START, onUui("c9")).problem()).isEqualTo("key-reused");
  }
}
