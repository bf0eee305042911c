package dev.agentpay.server.http;

import dev.agentpay.auth.SignIn;
import dev.agentpay.auth.Users;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs users in, and records every attempt: one line in the log `dev.agentpay.audit`, and a
/// metric. Attempts that fail are logged at a bounded rate, because anybody can make them. The line
/// never contains an unknown name: people type passwords and card numbers into the wrong field.
public final class SignInAudit {
  private static final Logger LOG = LoggerFactory.getLogger("dev.agentpay.audit");

  private final SignIn signIn;
  private final Users users;
  private final RefusalLog<Result> failures = new RefusalLog<>(Result.class, System::nanoTime);
  private final Map<Result, Counter> counters = new EnumMap<>(Result.class);

  /// How an attempt ended, for the log and the metric.
  private enum Result {
    OK("ok"),
    /// Wrong name or password.
    WRONG("wrong"),
    /// Too many wrong passwords before.
    LOCKED("locked"),
    /// Too many attempts at a time.
    LIMITED("limited");

    private final String wire;

    Result(String wire) {
      this.wire = wire;
    }

    static Result of(SignIn.Result result) {
      return switch (result) {
        case SignIn.SignedIn _ -> OK;
        case SignIn.Wrong _ -> WRONG;
        case SignIn.Locked _ -> LOCKED;
        case SignIn.TooManyAttempts _, SignIn.Busy _ -> LIMITED;
      };
    }
  }

  public SignInAudit(SignIn signIn, Users users, Meters meters) {
    this.signIn = signIn;
    this.users = users;
    for (Result result : Result.values()) {
      counters.put(result, meters.signIns(result.wire));
    }
  }

  /// Checks a password; see [SignIn#attempt].
  public SignIn.Result attempt(
      String name, String password, String address, Optional<String> device) {
    final SignIn.Result result = signIn.attempt(name, password, address, device);
    log(Result.of(result), name, address, device.isPresent());
    return result;
  }

  private void log(Result result, String name, String address, boolean isKnownBrowser) {
    Objects.requireNonNull(counters.get(result)).increment();
    final OptionalLong leftOut = result == Result.OK ? OptionalLong.of(0) : failures.take(result);
    if (leftOut.isEmpty()) {
      return;
    }
    if (leftOut.getAsLong() > 0) {
      LOG.info(
          "sign-in result={} left-out={}; the metrics count them",
          result.wire,
          leftOut.getAsLong());
    }
    LOG.info(
        "sign-in result={} user={} address={} browser={}",
        result.wire,
        users.find(name).isPresent() ? name : "unknown(%s characters)".formatted(name.length()),
        address,
        isKnownBrowser ? "known" : "new");
  }
}
