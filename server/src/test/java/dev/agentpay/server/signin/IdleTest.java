package dev.agentpay.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.auth.SignInOptions;
import dev.agentpay.calls.CallInput;
import dev.agentpay.events.Actor;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.server.HttpAnswer;
import dev.agentpay.server.Page;
import dev.agentpay.server.SseReader;
import dev.agentpay.server.World;
import dev.agentpay.server.options.Limits;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A user who does nothing is signed out, and the page shows it.
class IdleTest {
  private static final Duration ALMOST = SignInOptions.IDLE_AFTER.minusSeconds(5);

  @AutoClose
  private final World world =
      new World(
          o ->
              World.with(
                  o,
                  new Limits(
                      65_536, 20, 200, 50, Duration.ofMillis(40), 100, Duration.ofSeconds(10))));

  private void pass(Duration time) {
    world.ahead.updateAndGet(time::plus);
  }

  private int status(String user) {
    return world.as(user).get("/api/me").status();
  }

  @Test
  void idle_user_is_signed_out_and_told_why() {
    try (SseReader page = SseReader.by(world.as("alice"))) {
      pass(ALMOST);
      assertThat(status("alice")).isEqualTo(200);
      pass(Duration.ofSeconds(6));
      page.awaitEnd();
      final HttpAnswer refused = world.as("alice").get("/api/me");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.problem()).isEqualTo("idle");
      assertThat(refused.at("detail")).contains("after 15 minutes without activity");
      assertThat(refused.json().path("idleMinutes").asInt()).isEqualTo(15);
      assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(world.as("alice").post("/api/calls/by-uui/claim", "{\"uui\":\"u1\"}").status())
          .isEqualTo(401);
    }
  }

  @Test
  void what_the_page_does_by_itself_is_no_activity() {
    try (SseReader page = SseReader.by(world.as("alice"))) {
      final String stream = page.response.headers().firstValue("Stream-Id").orElseThrow();
      pass(ALMOST);
      final Page alice = world.as("alice");
      assertThat(alice.put("/api/me/streams/" + stream, "").status()).isEqualTo(204);
      assertThat(alice.get("/api/desk").status()).isEqualTo(200);
      assertThat(alice.get("/api/calls").status()).isEqualTo(200);
      assertThat(alice.post("/api/softphone/token", "").status()).isEqualTo(404);
      SseReader.by(alice).close();
      pass(Duration.ofSeconds(6));
      assertThat(status("alice")).isEqualTo(401);
    }
  }

  @Test
  void what_a_person_does_is_activity() {
    assertThat(status("alice")).isEqualTo(200);
    assertThat(status("sue")).isEqualTo(200);
    pass(ALMOST);
    assertThat(world.as("alice").put("/api/me/activity", "").status()).isEqualTo(204);
    assertThat(world.as("sue").get("/api/pay-sessions").status()).isEqualTo(200);
    pass(ALMOST);
    assertThat(status("alice")).isEqualTo(200);
    assertThat(status("sue")).isEqualTo(200);
  }

  @Test
  void agent_on_a_call_stays_signed_in_and_has_the_full_time_after_it() {
    final CallSid call = new CallSid(world.callOf("alice"));
    pass(SignInOptions.IDLE_AFTER.multipliedBy(3));
    assertThat(status("alice")).isEqualTo(200);
    pass(ALMOST);
    world.calls.handle(
        new CallInput.CallOver(call, new CallInput.LegEnd("completed", Optional.empty())),
        new Origin(Actor.TWILIO, "test", "end"));
    pass(ALMOST);
    assertThat(status("alice")).isEqualTo(200);
    pass(Duration.ofSeconds(6));
    assertThat(status("alice")).isEqualTo(401);
  }

  @Test
  void call_of_another_agent_is_no_activity() {
    assertThat(status("bob")).isEqualTo(200);
    world.callOf("alice");
    pass(SignInOptions.IDLE_AFTER);
    assertThat(status("bob")).isEqualTo(401);
  }
}
