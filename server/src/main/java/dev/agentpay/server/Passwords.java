package dev.agentpay.server;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Checks passwords by argon2id. A wrong name takes as long as a wrong password, since it is
/// checked against a hash that nobody's password has.
///
/// Hashing takes tens of milliseconds of a core, so it has a platform thread of its own: on virtual
/// threads a few people signing in would hold up Twilio's callbacks.
public final class Passwords implements AutoCloseable {
  /// Shorter ones are refused when they are chosen; NIST SP 800-63B asks for as many.
  public static final int MIN_LENGTH = 8;

  /// Longer ones only serve to keep us busy.
  static final int MAX_LENGTH = 256;

  /// Most people who wait to be checked; at 30 ms each the last one waits two seconds.
  private static final int MAX_WAITING = 64;

  /// OWASP's recommendation for argon2id: 19 MiB, two passes, one lane.
  private static final Argon2Function OURS =
      Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);

  /// No more than 256 MiB and ten passes: a hash is configuration, but a slip must not stop us.
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

  Passwords(List<UserOption> users) {
    // In the background: a demo's clear passwords would otherwise be most of the time to start.
    CompletableFuture<String> last = CompletableFuture.completedFuture("");
    for (UserOption user : users) {
      last =
          switch (user.secret()) {
            case UserOption.Hash known -> CompletableFuture.completedFuture(known.value());
            case UserOption.Clear clear ->
                last.thenApplyAsync(_ -> hash(OURS, clear.password()), worker);
          };
      hashes.put(user.name(), last);
    }
    // As costly to check as a user's.
    nobody =
        last.thenApplyAsync(
            like ->
                hash(like.isEmpty() ? OURS : Argon2Function.getInstanceFromHash(like), random()),
            worker);
  }

  static boolean isHash(String text) {
    return HASH.matcher(text).matches();
  }

  /// Whether this is that user's password.
  ///
  /// @throws ProblemException `TOO_MANY` when too many wait already
  boolean areRight(String name, String password) {
    final CompletableFuture<String> known = hashes.get(name);
    final CompletableFuture<String> hash = known == null ? nobody : known;
    try {
      return hash.thenApplyAsync(h -> check(password, h), worker).join() && known != null;
    } catch (CompletionException e) {
      if (e.getCause() instanceof RejectedExecutionException) {
        throw new ProblemException(
            ProblemType.TOO_MANY,
            "too many people are signing in",
            List.of(),
            Optional.of(Duration.ofSeconds(2)));
      }
      throw e;
    }
  }

  private static boolean check(String password, String hash) {
    return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
  }

  /// The argon2id hash of a password, as the configuration wants it.
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
