package dev.agentpay.auth;

import dev.agentpay.events.AgentId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Options for signing in: the users, and the key and lifetime of their tokens.
///
/// @param tokenKey key that signs the tokens (HS256); the same on every node, at least
///   [#MIN_KEY_BYTES] bytes
/// @param secondTokenKey a key whose tokens are accepted as well, while the keys are rotated
/// @param tokenLifetime how long a token is valid, 1 minute to [#MAX_LIFETIME]
/// @param idleAfter how long a user may do nothing before the sign-in ends, 1 minute to
///   [#MAX_LIFETIME]
public record SignInOptions(
    String tokenKey,
    Optional<String> secondTokenKey,
    Duration tokenLifetime,
    Duration idleAfter,
    List<User> users) {
  /// HS256 requires a key as long as its hash (RFC 7518, section 3.2).
  public static final int MIN_KEY_BYTES = 32;

  /// A working day with overtime. A stolen token expires overnight.
  public static final Duration MAX_LIFETIME = Duration.ofHours(24);

  /// PCI DSS 8.2.8: after 15 idle minutes users must sign in again.
  public static final Duration IDLE_AFTER = Duration.ofMinutes(15);

  /// Most users of the built-in sign-in. Larger installations should use a directory.
  public static final int MAX_USERS = 10_000;

  public SignInOptions {
    users = List.copyOf(users);
  }

  /// Options with one token key and the default idle time.
  public SignInOptions(String tokenKey, Duration tokenLifetime, List<User> users) {
    this(tokenKey, Optional.empty(), tokenLifetime, IDLE_AFTER, users);
  }

  public List<String> problems() {
    final List<String> problems = new ArrayList<>();
    checkKey("tokenKey", tokenKey, problems);
    secondTokenKey.ifPresent(key -> checkKey("secondTokenKey", key, problems));
    if (secondTokenKey.equals(Optional.of(tokenKey))) {
      problems.add("secondTokenKey: must differ from the first token key; remove it or replace it");
    }
    checkTime("tokenLifetime", tokenLifetime, problems);
    checkTime("idleAfter", idleAfter, problems);
    if (users.isEmpty() || users.size() > MAX_USERS) {
      problems.add("users: there must be between 1 and %s users".formatted(MAX_USERS));
    }
    final Set<String> names = new HashSet<>();
    for (User user : users) {
      check(user, problems);
      if (!names.add(user.name())) {
        problems.add("users: " + user.name() + " is configured twice");
      }
    }
    return problems;
  }

  private static void checkKey(String option, String key, List<String> problems) {
    if (key.getBytes(StandardCharsets.UTF_8).length < MIN_KEY_BYTES) {
      problems.add("%s: must have at least %s bytes".formatted(option, MIN_KEY_BYTES));
    }
  }

  private static void checkTime(String option, Duration time, List<String> problems) {
    if (time.compareTo(Duration.ofMinutes(1)) < 0 || time.compareTo(MAX_LIFETIME) > 0) {
      problems.add(
          "%s: must be between 1 minute and %s hours".formatted(option, MAX_LIFETIME.toHours()));
    }
  }

  private static void check(User user, List<String> problems) {
    try {
      new AgentId(user.name());
    } catch (IllegalArgumentException e) {
      problems.add("users: " + e.getMessage());
    }
    final boolean usable =
        switch (user.secret()) {
          case User.Hash hash -> Passwords.isHash(hash.value());
          case User.Clear clear ->
              !clear.password().isEmpty() && clear.password().length() <= Passwords.MAX_LENGTH;
        };
    if (!usable) {
      problems.add("users: the password of " + user.name() + " must be an argon2id hash or a text");
    }
  }

  @Override
  public String toString() {
    return "SignInOptions[users=" + users + "]";
  }
}
