package dev.agentpay.auth;

import java.time.Duration;
import java.util.Optional;

/// Signs users in by name and password. Attempts are limited by name and by address.
public final class SignIn {
  private final Users users;
  private final Passwords passwords;
  private final LoginLimiter limiter;

  /// The result of an attempt.
  public sealed interface Result {}

  /// Name and password are right.
  public record SignedIn(Caller user) implements Result {}

  /// The name or the password is wrong. The user is not told which.
  public record Wrong() implements Result {}

  /// The password was not checked: there were too many attempts for this name or address.
  ///
  /// @param retryAfter how long to wait before the next attempt
  public record TooManyAttempts(Duration retryAfter) implements Result {}

  /// The password was not checked: too many users are signing in now.
  ///
  /// @param retryAfter how long to wait before the next attempt
  public record Busy(Duration retryAfter) implements Result {}

  public SignIn(Users users, Passwords passwords, LoginLimiter limiter) {
    this.users = users;
    this.passwords = passwords;
    this.limiter = limiter;
  }

  /// Checks a password. Takes tens of milliseconds.
  ///
  /// @param address of the client, for the limit
  public Result attempt(String name, String password, String address) {
    final Optional<Duration> wait = limiter.take(name, address);
    if (wait.isPresent()) {
      return new TooManyAttempts(wait.get());
    }
    return switch (passwords.check(name, password)) {
      case RIGHT -> {
        limiter.giveBack(name, address);
        yield new SignedIn(users.find(name).orElseThrow());
      }
      case WRONG -> new Wrong();
      case NOT_CHECKED -> new Busy(Passwords.QUEUE_FULL_RETRY);
    };
  }
}
