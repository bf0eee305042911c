package dev.agentpay.server.http;

import dev.agentpay.events.Append;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.values.CardNumbers;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.views.ViewJson;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// What every route of the API does with a request and its answer.
public final class Requests {
  private static final String JSON = "application/json";
  private static final String KEY = "Idempotency-Key";

  private final ClientAddress addresses;
  private final int longestJson;

  public Requests(ServerOptions options) {
    addresses = new ClientAddress(options.trustedProxies());
    longestJson = options.limits().jsonBytes();
  }

  /// The body of a request that is to bring JSON, or nothing.
  public byte[] json(Context ctx) throws IOException {
    Bodies.expect(ctx, JSON);
    return Bodies.read(ctx, longestJson);
  }

  /// A request's body is to be nothing, or an empty object.
  public byte[] nothing(Context ctx) throws IOException {
    final byte[] body = json(ctx);
    JsonFields.read(body).done();
    return body;
  }

  public String address(Context ctx) {
    return addresses.of(ctx);
  }

  /// Who asks, from where, for what.
  public Origin origin(Context ctx) {
    return new Origin(Authenticator.caller(ctx).actor(), address(ctx), Routes.cause(ctx));
  }

  public void answer(Context ctx, Object value) {
    ctx.contentType(JSON).result(ViewJson.write(value));
  }

  /// The request's `Idempotency-Key`, bound to who sent it and to what was asked.
  ///
  /// @throws ProblemException `INVALID` on one that cannot be kept
  public Optional<PaySessions.Stamp> stamp(Context ctx, byte[] body) {
    final Optional<String> key = Optional.ofNullable(ctx.header(KEY));
    key.ifPresent(
        k -> {
          if (k.isEmpty()
              || k.length() > Append.RequestKey.MAX_KEY
              || !k.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw ProblemException.invalid(
                KEY, "is to be 1 to %d printable characters".formatted(Append.RequestKey.MAX_KEY));
          }
          // A random UUID's groups of digits look like one now and then.
          if (!UUID.matcher(k).matches() && CardNumbers.isIn(k)) {
            throw ProblemException.invalid(KEY, "looks like a card number; use a random one");
          }
        });
    return key.map(
        k ->
            new PaySessions.Stamp(
                Authenticator.caller(ctx).name().value(), k, fingerprint(ctx, body)));
  }

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

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
}
