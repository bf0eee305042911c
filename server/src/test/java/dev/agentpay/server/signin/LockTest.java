package dev.agentpay.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.server.HttpAnswer;
import dev.agentpay.server.Page;
import dev.agentpay.server.World;
import dev.agentpay.server.options.Limits;
import dev.agentpay.server.options.PaymentDefaults;
import dev.agentpay.server.options.ServerOptions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Wrong passwords lock a name, but not the browsers in which its user has signed in before.
class LockTest {
  @AutoClose
  private final World world =
      new World(
          o ->
              World.with(
                  o,
                  new Limits(
                      65_536, 20, 200, 50, Duration.ofSeconds(2), 1_000, Duration.ofSeconds(10))));

  private HttpAnswer signIn(Page browser, String name, String password) {
    return browser.post(
        "/api/login", "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password));
  }

  private void tryWrongPasswords(Page browser, String name) {
    for (int i = 0; i < 10; i++) {
      assertThat(signIn(browser, name, "wrong").status()).isEqualTo(401);
    }
  }

  private static String cookie(HttpAnswer answer) {
    return answer.header("Set-Cookie").replaceFirst(";.*", "");
  }

  @Test
  void ten_wrong_passwords_lock_a_name_whether_it_exists_or_not() {
    tryWrongPasswords(world.anyone(), "alice");
    tryWrongPasswords(world.anyone(), "nobody");
    final HttpAnswer locked = signIn(world.anyone(), "alice", "alice's secret");
    assertThat(locked.status()).isEqualTo(429);
    assertThat(locked.problem()).isEqualTo("locked");
    assertThat(Integer.parseInt(locked.header("Retry-After"))).isBetween(1_790, 1_800);
    assertThat(signIn(world.anyone(), "nobody", "wrong").text()).isEqualTo(locked.text());
    assertThat(signIn(world.anyone(), "bob", "bob's secret").status()).isEqualTo(200);
    world.ahead.set(Duration.ofMinutes(30));
    assertThat(signIn(world.anyone(), "alice", "alice's secret").status()).isEqualTo(200);
  }

  @Test
  void browser_that_signed_in_before_is_not_locked_by_others() {
    final HttpAnswer first = signIn(world.anyone(), "alice", "alice's secret");
    assertThat(first.header("Set-Cookie"))
        .contains("; Path=/api/login;", "; Max-Age=15552000;", "; HttpOnly;", "; SameSite=Strict")
        .doesNotContain("Secure", "alice");
    final Page desk = world.anyone().with("Cookie", cookie(first));
    tryWrongPasswords(world.anyone(), "alice");
    assertThat(signIn(desk, "alice", "alice's secret").status()).isEqualTo(200);
    assertThat(signIn(world.anyone(), "alice", "alice's secret").problem()).isEqualTo("locked");
    tryWrongPasswords(desk, "alice");
    assertThat(signIn(desk, "alice", "alice's secret").problem()).isEqualTo("locked");
  }

  @Test
  void cookie_is_secure_behind_a_proxy_that_calls_us_by_an_address_of_this_machine() {
    try (World behindProxy =
        new World(
            o ->
                new ServerOptions(
                    o.host(),
                    o.port(),
                    Optional.of("https://pay.example.com"),
                    o.signIn(),
                    o.connectors(),
                    o.defaultConnector(),
                    o.defaultCurrency(),
                    o.trustedProxies(),
                    o.allowedOrigins(),
                    o.limits(),
                    o.desk(),
                    PaymentDefaults.DEFAULT))) {
      assertThat(signIn(behindProxy.anyone(), "alice", "alice's secret").header("Set-Cookie"))
          .endsWith("; Secure");
    }
  }

  @Test
  void failed_sign_in_remembers_nothing() {
    assertThat(signIn(world.anyone(), "alice", "wrong").header("Set-Cookie")).isEmpty();
  }

  @Test
  void cookie_of_one_user_does_not_help_to_guess_the_password_of_another() {
    final Page bobs =
        world.anyone().with("Cookie", cookie(signIn(world.anyone(), "bob", "bob's secret")));
    tryWrongPasswords(bobs, "alice");
    assertThat(signIn(bobs, "alice", "alice's secret").problem()).isEqualTo("locked");
  }
}
