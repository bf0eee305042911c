package dev.agentpay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.agentpay.auth.Passwords.Check;
import dev.agentpay.auth.User.Role;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private static final User ALICE = new User("alice", Role.AGENT, new User.Clear("alice's secret"));

  @Test
  void an_unknown_name_takes_as_long_as_a_wrong_password() {
    // Without a hash for unknown names, the check would take a hundredth of the time.
    final long password = quickest("alice");
    final long name = quickest("mallory");
    assertThat(name).isGreaterThan(password / 3).isLessThan(password * 3);
  }

  private static long quickest(String name) {
    try (Passwords passwords = new Passwords(List.of(ALICE))) {
      return LongStream.range(0, 3)
          .map(
              _ -> {
                final long start = System.nanoTime();
                assertThat(passwords.check(name, "no")).isEqualTo(Check.WRONG);
                return System.nanoTime() - start;
              })
          .min()
          .orElseThrow();
    }
  }

  @Test
  void accepts_hashed_and_clear_passwords() {
    final String hash = cheapHash("a hashed one");
    final List<User> users =
        List.of(
            new User("carol", Role.AGENT, new User.Hash(hash)),
            new User("dave", Role.AGENT, new User.Clear("clear")));
    try (Passwords passwords = new Passwords(users)) {
      assertThat(passwords.check("carol", "a hashed one")).isEqualTo(Check.RIGHT);
      assertThat(passwords.check("carol", "clear")).isEqualTo(Check.WRONG);
      assertThat(passwords.check("dave", "clear")).isEqualTo(Check.RIGHT);
      assertThat(passwords.check("erin", "clear")).isEqualTo(Check.WRONG);
    }
    assertThat(users.toString()).doesNotContain("clear").doesNotContain("$");
  }

  @Test
  void recognizes_argon2id_hashes_of_bounded_cost() {
    final String hash = cheapHash("anything");
    assertThat(Passwords.isHash(hash)).isTrue();
    assertThat(Passwords.isHash(hash.replace("argon2id", "argon2i"))).isFalse();
    assertThat(Passwords.isHash(hash.replace("m=1024", "m=99999999"))).isFalse();
  }

  @Test
  void checks_nothing_when_the_queue_is_full() throws InterruptedException {
    final ConcurrentLinkedQueue<Check> checks = new ConcurrentLinkedQueue<>();
    final User alice = new User("alice", Role.AGENT, new User.Hash(cheapHash("alice's secret")));
    try (Passwords passwords = new Passwords(List.of(alice))) {
      final List<Thread> many =
          LongStream.range(0, 200)
              .mapToObj(
                  _ ->
                      Thread.ofVirtual()
                          .start(() -> checks.add(passwords.check("alice", "alice's secret"))))
              .toList();
      for (Thread thread : many) {
        thread.join();
      }
    }
    assertThat(checks).hasSize(200).contains(Check.RIGHT, Check.NOT_CHECKED);
    assertThat(checks).doesNotContain(Check.WRONG);
  }

  private static String cheapHash(String password) {
    return Password.hash(password)
        .addRandomSalt(16)
        .with(Argon2Function.getInstance(1024, 1, 1, 32, Argon2.ID))
        .getResult();
  }
}
