package dev.agentpay.auth;

import java.time.Duration;
import java.util.Optional;

/// Signs users in by name and password. Attempts are limited by name and by address, and too many
/// wrong passwords in a row lock the name. A browser that signed in before has a limit and a lock
/// of its own.
public final class SignIn {
  /// Names of users have at most 64 characters; all longer ones share a counter.
  private static final int MAX_NAME = 64;

  private final Users users;
  private final Passwords passwords;
  private final LoginLimiter limiter;
  private final SignInLocks locks;

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

  /// The password was not checked: there were too many wrong ones in a row.
  ///
  /// @param retryAfter when the lock ends
  public record Locked(Duration retryAfter) implements Result {}

  /// The password was not checked: too many users are signing in now.
  ///
  /// @param retryAfter how long to wait before the next attempt
  public record Busy(Duration retryAfter) implements Result {}

  public SignIn(Users users, Passwords passwords, LoginLimiter limiter, SignInLocks locks) {
    this.users = users;
    this.passwords = passwords;
    this.limiter = limiter;
    this.locks = locks;
  }

  /// Checks a password. Takes tens of milliseconds.
  ///
  /// @param address of the client, for the limit
  /// @param device the browser, if this user has signed in there before; see [Devices]
  public Result attempt(String name, String password, String address, Optional<String> device) {
    final String counter = counter(name, device);
    final Optional<Duration> lock = locks.begin(counter);
    if (lock.isPresent()) {
      return new Locked(lock.get());
    }
    final Optional<Duration> wait = limiter.take(counter, address);
    if (wait.isPresent()) {
      locks.notChecked(counter);
      return new TooManyAttempts(wait.get());
    }
    return switch (passwords.check(name, password)) {
      case RIGHT -> {
        limiter.giveBack(counter, address);
        locks.right(counter);
        yield new SignedIn(users.find(name).orElseThrow());
      }
      case WRONG -> new Wrong();
      case NOT_CHECKED -> {
        locks.notChecked(counter);
        yield new Busy(Passwords.QUEUE_FULL_RETRY);
      }
    };
  }

  private static String counter(String name, Optional<String> device) {
    return device
        .map(id -> "device " + id)
        .orElseGet(() -> name.length() > MAX_NAME ? "long name" : "name " + name);
  }
}
