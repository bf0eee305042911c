package dev.agentpay.client;

import dev.agentpay.client.capture.CaptureTimeouts;
import dev.agentpay.client.http.Backoff;
import dev.agentpay.client.http.BearerToken;
import dev.agentpay.client.http.Http;
import dev.agentpay.client.http.JsonView;
import dev.agentpay.client.model.Timeouts;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/// An AgentPay server before sign-in. Sends nothing before [#signIn] or the first request of a
/// client.
public final class PayServer {
  private final URI base;
  private final Timeouts timeouts;
  private final CaptureTimeouts captureTimeouts;
  private final Backoff backoff;

  private PayServer(URI base, Timeouts timeouts, CaptureTimeouts captureTimeouts, Backoff backoff) {
    this.base = base;
    this.timeouts = timeouts;
    this.captureTimeouts = captureTimeouts;
    this.backoff = backoff;
  }

  static PayServer at(URI base) {
    final boolean web = "https".equals(base.getScheme()) || "http".equals(base.getScheme());
    if (!web || base.getHost() == null || base.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the base must be an http or https URI with a host and without a user, such as"
              + " https://pay.example.com");
    }
    if (base.getRawQuery() != null || base.getRawFragment() != null) {
      throw new IllegalArgumentException("the base must not have a query or a fragment");
    }
    final URI bare = URI.create(base.toString().replaceFirst("/+$", ""));
    return new PayServer(
        bare, Timeouts.DEFAULT, CaptureTimeouts.DEFAULT, Backoff.standard(new Random()));
  }

  /// Uses these timeouts instead of [Timeouts#DEFAULT].
  public PayServer withTimeouts(Timeouts other) {
    return new PayServer(base, other, captureTimeouts, backoff);
  }

  /// Uses these timeouts for captures instead of [CaptureTimeouts#DEFAULT].
  public PayServer withCaptureTimeouts(CaptureTimeouts other) {
    return new PayServer(base, timeouts, other, backoff);
  }

  PayServer withBackoff(Backoff other) {
    return new PayServer(base, timeouts, captureTimeouts, other);
  }

  /// Signs in. The password is sent to the server and not stored. After [PayClient#tokenExpiresAt]
  /// the server refuses every request with `UNAUTHORIZED`: sign in again.
  ///
  /// @throws dev.agentpay.client.model.PayException `UNAUTHORIZED` if name and password do not
  ///   match, `LOCKED` after too many wrong passwords in a row, `TOO_MANY` after too many attempts
  ///   at a time
  public PayClient signIn(String name, String password) {
    final Http http = newHttp();
    try {
      final JsonView answer = login(http, name, password);
      return client(
          http, BearerToken.fixed(answer.text("token")), answer.optionalInstant("expiresAt"));
    } catch (RuntimeException e) {
      http.close();
      throw e;
    }
  }

  /// Signs in and returns only the token, for [#withTokenSource].
  ///
  /// @throws dev.agentpay.client.model.PayException as [#signIn]
  public String newToken(String name, String password) {
    try (Http http = newHttp()) {
      return login(http, name, password).text("token");
    }
  }

  /// Uses an existing token. When it has expired, the server refuses every request.
  ///
  /// @throws IllegalArgumentException if the token contains an invalid character
  public PayClient withToken(String token) {
    return client(newHttp(), BearerToken.fixed(token), Optional.empty());
  }

  /// Uses the tokens of a source, such as your own back end. The client asks it before the first
  /// request, and again when the server refuses the last token; the refused request is then
  /// repeated, and streams continue. If the source throws, the request fails with a
  /// `NoTokenException`, and streams try again later.
  ///
  /// @param source called on the thread of the request or stream, by one thread at a time. It must
  ///   not use the client itself
  public PayClient withTokenSource(Supplier<String> source) {
    return client(newHttp(), BearerToken.from(source), Optional.empty());
  }

  private Http newHttp() {
    return new Http(base, timeouts, backoff);
  }

  private PayClient client(Http http, BearerToken token, Optional<Instant> expiresAt) {
    return new PayClient(http, token, expiresAt, captureTimeouts);
  }

  private static JsonView login(Http http, String name, String password) {
    return http.send(
        http.newRequest("/api/login")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(Http.json(Map.of("name", name, "password", password)))
            .build());
  }

  @Override
  public String toString() {
    return "PayServer[" + base + "]";
  }
}
