package dev.agentpay.auth;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Checks passwords with argon2id. An unknown user name takes as long as a wrong password, because
/// its password is checked against a hash that nobody has.
///
/// Hashing takes tens of milliseconds of a core, so it runs on a platform thread of its own. On
/// virtual threads, a few users signing in would delay Twilio's callbacks.
public final class Passwords implements AutoCloseable {
  /// Minimum length of a new password, as in NIST SP 800-63B.
  public static final int MIN_LENGTH = 12;

  /// Maximum length, so that nobody can keep the server busy with hashing.
  public static final int MAX_LENGTH = 256;

  /// When to retry if [#MAX_WAITING] checks are already waiting.
  static final Duration QUEUE_FULL_RETRY = Duration.ofSeconds(2);

  /// Most checks that may wait; at 30 ms each the last one waits two seconds.
  private static final int MAX_WAITING = 64;

  /// OWASP's recommendation for argon2id: 19 MiB, two passes, one lane.
  private static final Argon2Function OURS =
      Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);

  /// At most 256 MiB and ten passes. Hashes come from the configuration, but a mistake there must
  /// not stop the server.
  private static final Pattern HASH =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{1,5}|1[0-9]{5}|2[0-5][0-9]{4}),t=([1-9]|10),p=[1-8]"
              + "\\$[A-Za-z0-9+/]{11,86}\\$[A-Za-z0-9+/]{22,86}");

  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          Thread.ofPlatform().daemon().name("passwords").factory());
  private final Map<String, CompletableFuture<String>> hashes = new HashMap<>();
  private final CompletableFuture<String> nobody;

  public Passwords(List<User> users) {
    // Hash in the background: the clear passwords of a demo would otherwise dominate the start-up
    // time.
    CompletableFuture<String> last = CompletableFuture.completedFuture("");
    for (User user : users) {
      last =
          switch (user.secret()) {
            case User.Hash known -> CompletableFuture.completedFuture(known.value());
            case User.Clear clear -> last.thenApplyAsync(_ -> hash(OURS, clear.password()), worker);
          };
      hashes.put(user.name(), last);
    }
    // Costs as much to check as a user's hash.
    nobody =
        last.thenApplyAsync(
            like ->
                hash(like.isEmpty() ? OURS : Argon2Function.getInstanceFromHash(like), random()),
            worker);
  }

  public static boolean isHash(String text) {
    return HASH.matcher(text).matches();
  }

  /// The result of a check.
  enum Check {
    RIGHT,
    WRONG,
    /// Not checked, because too many checks are already waiting.
    NOT_CHECKED
  }

  /// Checks a user's password.
  Check check(String name, String password) {
    final CompletableFuture<String> known = hashes.get(name);
    final CompletableFuture<String> hash = known == null ? nobody : known;
    try {
      final boolean matches = hash.thenApplyAsync(h -> matches(password, h), worker).join();
      return matches && known != null ? Check.RIGHT : Check.WRONG;
    } catch (CompletionException e) {
      if (e.getCause() instanceof RejectedExecutionException) {
        return Check.NOT_CHECKED;
      }
      throw e;
    }
  }

  private static boolean matches(String password, String hash) {
    return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
  }

  /// Hashes a password with argon2id, in the format of the configuration.
  public static String hash(String password) {
    return hash(OURS, password);
  }

  private static String hash(Argon2Function function, String password) {
    return Password.hash(password).addRandomSalt(16).with(function).getResult();
  }

  private static String random() {
    return UUID.randomUUID().toString();
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
