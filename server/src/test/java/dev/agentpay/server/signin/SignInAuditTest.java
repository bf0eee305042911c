package dev.agentpay.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.server.HttpAnswer;
import dev.agentpay.server.LogLines;
import dev.agentpay.server.World;
import dev.agentpay.server.options.Limits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Every attempt to sign in is recorded, without anything that a stranger typed as a name. Alone,
/// because all tests share the log.
@Isolated
class SignInAuditTest {
  private static World world() {
    return new World(
        o ->
            World.with(
                o,
                new Limits(
                    65_536, 20, 200, 50, Duration.ofSeconds(2), 1_000, Duration.ofSeconds(10))));
  }

  private static HttpAnswer signIn(World world, String name, String password) {
    return world
        .anyone()
        .post("/api/login", "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password));
  }

  private static List<String> audit(LogLines log) {
    return log.lines().stream().filter(line -> line.startsWith("sign-in ")).toList();
  }

  @Test
  void records_who_tried_from_where_and_how_it_ended() {
    try (World world = world();
        LogLines log = new LogLines()) {
      final String cookie =
          signIn(world, "alice", "alice's secret").header("Set-Cookie").replaceFirst(";.*", "");
      world
          .anyone()
          .with("Cookie", cookie)
          .post("/api/login", "{\"name\":\"alice\",\"password\":\"alice's secret\"}");
      for (int i = 0; i < 11; i++) {
        signIn(world, "bob", "my wrong password");
      }
      signIn(world, "4242424242424242", "123");
      signIn(world, "bob's secret", "bob");
      assertThat(audit(log).subList(0, 3))
          .containsExactly(
              "sign-in result=ok user=alice address=127.0.0.1 browser=new",
              "sign-in result=ok user=alice address=127.0.0.1 browser=known",
              "sign-in result=wrong user=bob address=127.0.0.1 browser=new");
      assertThat(audit(log).subList(12, 15))
          .containsExactly(
              "sign-in result=locked user=bob address=127.0.0.1 browser=new",
              "sign-in result=wrong user=unknown(16 characters) address=127.0.0.1 browser=new",
              "sign-in result=wrong user=unknown(12 characters) address=127.0.0.1 browser=new");
      assertThat(String.join("\n", log.lines()))
          .doesNotContain("4242424242424242", "secret", "my wrong password");
      assertThat(world.anyone().get("/metrics").text())
          .contains("agentpay_sign_ins_total{result=\"ok\"} 2.0")
          .contains("agentpay_sign_ins_total{result=\"wrong\"} 12.0")
          .contains("agentpay_sign_ins_total{result=\"locked\"} 1.0")
          .contains("agentpay_sign_ins_total{result=\"limited\"} 0.0");
    }
  }

  @Test
  void flood_of_failures_does_not_fill_the_log_nor_hide_a_success() {
    try (World world = world();
        LogLines log = new LogLines()) {
      for (int i = 0; i < 300; i++) {
        signIn(world, "guess" + i, "wrong");
      }
      signIn(world, "alice", "alice's secret");
      assertThat(audit(log)).hasSizeBetween(100, 250);
      assertThat(audit(log).getLast()).contains("result=ok user=alice");
      assertThat(world.anyone().get("/metrics").text())
          .contains("agentpay_sign_ins_total{result=\"wrong\"} 300.0");
    }
  }
}
