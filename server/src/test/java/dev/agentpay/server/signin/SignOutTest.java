package dev.agentpay.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.server.HttpAnswer;
import dev.agentpay.server.Page;
import dev.agentpay.server.RestartableServer;
import dev.agentpay.server.ScriptedTwilio;
import dev.agentpay.server.SseReader;
import dev.agentpay.server.World;
import dev.agentpay.server.options.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A signed-out token is refused everywhere, although it has not expired.
class SignOutTest {
  @AutoClose
  private final World world =
      new World(
          o ->
              World.with(
                  o,
                  new Limits(
                      65_536, 20, 200, 50, Duration.ofMillis(40), 100, Duration.ofSeconds(10))));

  private Page signIn(String name) {
    final HttpAnswer login =
        world
            .anyone()
            .post("/api/login", "{\"name\":\"%s\",\"password\":\"%1$s's secret\"}".formatted(name));
    return new Page(world.server.baseUri(), Optional.of(login.at("token")));
  }

  @Test
  void token_is_refused_after_sign_out() {
    final Page alice = signIn("alice");
    assertThat(alice.get("/api/me").status()).isEqualTo(200);
    assertThat(alice.post("/api/logout", "").status()).isEqualTo(204);
    final HttpAnswer refused = alice.get("/api/me");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.problem()).isEqualTo("unauthorized");
    assertThat(refused.at("detail")).contains("signed out");
    assertThat(alice.post("/api/logout", "").status()).isEqualTo(401);
  }

  @Test
  void other_sign_ins_of_the_user_go_on() {
    final Page here = signIn("alice");
    final Page there = signIn("alice");
    here.post("/api/logout", "");
    assertThat(there.get("/api/me").status()).isEqualTo(200);
    assertThat(signIn("alice").get("/api/me").status()).isEqualTo(200);
  }

  @Test
  void live_updates_of_the_sign_in_end() {
    final Page here = signIn("alice");
    try (SseReader ends = SseReader.by(here);
        SseReader stays = SseReader.by(signIn("alice"))) {
      here.post("/api/logout", "");
      ends.awaitEnd();
      assertThat(stays.over).isNotDone();
    }
  }

  @Test
  void supervisors_see_who_signed_out() {
    try (SseReader sue = SseReader.by(world.as("sue"))) {
      signIn("alice").post("/api/logout", "");
      final SseReader.Frame frame = sue.next(f -> f.event().equals("sign-in"));
      assertThat(frame.type()).isEqualTo("sign-in-ended");
      assertThat(frame.json().at("/event/user").asString()).isEqualTo("alice");
      assertThat(frame.json().at("/event/reason").asString()).isEqualTo("signed-out");
      assertThat(frame.json().path("source").asString()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void sign_out_survives_a_restart(@TempDir Path folder) {
    final Page alice = signIn("alice");
    final Page bob = signIn("bob");
    final ScriptedTwilio twilio = new ScriptedTwilio();
    try (RestartableServer before = new RestartableServer(folder, twilio)) {
      assertThat(before.with(alice).get("/api/me").status()).isEqualTo(200);
      assertThat(before.with(alice).post("/api/logout", "").status()).isEqualTo(204);
    }
    try (RestartableServer after = new RestartableServer(folder, twilio)) {
      assertThat(after.with(alice).get("/api/me").status()).isEqualTo(401);
      assertThat(after.with(bob).get("/api/me").status()).isEqualTo(200);
    }
  }
}
