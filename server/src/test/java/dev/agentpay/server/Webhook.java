package dev.agentpay.server;

import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.Signatures;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Sends webhooks as Twilio does.
public record Webhook(URI base, Optional<String> signature, Optional<String> settings) {
  public Webhook(URI base) {
    this(base, Optional.empty(), Optional.empty());
  }

  /// Uses this signature instead of the right one; empty for none.
  public Webhook signedBy(String other) {
    return new Webhook(base, Optional.of(other), settings);
  }

  /// Names a shared key in the settings header.
  public Webhook withSettings(String header) {
    return new Webhook(base, signature, Optional.of(header));
  }

  public HttpAnswer post(String target, Map<String, String> parameters) {
    return post(target, encoded(parameters));
  }

  public HttpAnswer post(String target, String body) {
    final String sign = signature.orElseGet(() -> sign(base + target, body));
    final HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + target))
            .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!sign.isEmpty()) {
      request.header(Signatures.HEADER, sign);
    }
    settings.ifPresent(value -> request.header(Signatures.SETTINGS_HEADER, value));
    return Page.send(request.build());
  }

  public static String sign(String url, String body) {
    return Signatures.sign(
        World.AUTH_TOKEN, url, Form.parse(body.getBytes(StandardCharsets.UTF_8)));
  }

  public static String encoded(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /// Sends a status callback of a session's Payment.
  public HttpAnswer status(World world, String sessionId, Map<String, String> parameters) {
    return post(
        "/twilio/payments/status?session=" + sessionId,
        status(world, sessionId, parameters, Map.of()));
  }

  public static Map<String, String> status(
      World world, String sessionId, Map<String, String> parameters, Map<String, String> more) {
    final Map<String, String> all = new LinkedHashMap<>();
    all.put("AccountSid", "AC" + "0".repeat(32));
    all.put("CallSid", world.callSid(sessionId).value());
    all.put("Sid", world.stored(sessionId).payment().orElseThrow().value());
    all.put("PaymentMethod", "credit-card");
    all.putAll(parameters);
    all.putAll(more);
    return all;
  }
}
