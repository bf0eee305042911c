package dev.agentpay.server.http;

import dev.agentpay.events.Append;
import dev.agentpay.events.EventStore;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CardNumbers;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Handles the header `Idempotency-Key`: a repeated request gets the answer of the first one.
public final class IdempotencyKeys {
  static final String HEADER = "Idempotency-Key";

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private static final Set<Refusal> CAUSED_BY_A_REPETITION =
      Set.of(Refusal.CALL_HAS_SESSION, Refusal.MAY_HAVE_CHARGED, Refusal.TOO_MANY);

  private IdempotencyKeys() {}

  /// Returns the request's `Idempotency-Key`, bound to the user and to a hash of the request. The
  /// hash is the same for bodies that differ only in the order of properties and in white space.
  ///
  /// @throws ProblemException `INVALID` if the key is empty, too long, not printable, or looks like
  ///   a card number
  public static Optional<PaySessions.IdempotencyKey> of(Context ctx, byte[] body) {
    final Optional<String> key = Optional.ofNullable(ctx.header(HEADER));
    key.ifPresent(
        k -> {
          if (k.isEmpty()
              || k.length() > Append.RequestKey.MAX_KEY
              || !k.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw ProblemException.invalid(
                HEADER,
                "must be 1 to %s printable characters".formatted(Append.RequestKey.MAX_KEY));
          }
          // The digits of a random UUID sometimes look like a card number.
          if (!UUID.matcher(k).matches() && CardNumbers.isIn(k)) {
            throw ProblemException.invalid(HEADER, "looks like a card number; use a random key");
          }
        });
    return key.map(
        k ->
            new PaySessions.IdempotencyKey(
                Authenticator.caller(ctx).name().value(),
                k,
                fingerprint(ctx, Json.canonical(body)),
                fingerprint(ctx, body)));
  }

  private static String fingerprint(Context ctx, byte[] body) {
    try {
      final MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          (ctx.method().name() + " " + ctx.path() + "\n").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Starts a pay session for a request that may be a repetition. When a request and its repetition
  /// arrive together, the second one is refused because the first has just started a session on the
  /// call. It then gets that session instead of a refusal.
  public static <T> T settle(
      EventStore store, Optional<PaySessions.IdempotencyKey> key, Supplier<T> start) {
    try {
      return start.get();
    } catch (RefusedException e) {
      if (CAUSED_BY_A_REPETITION.contains(e.refusal())
          && key.flatMap(k -> store.request(k.owner(), k.key())).isPresent()) {
        return start.get(); // looks up the key first, so it finds the earlier session
      }
      throw e;
    }
  }
}
