package dev.agentpay.simulator.sync;

import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.wire.JsonText;
import dev.agentpay.simulator.world.ControlRefused;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Checks access tokens as Twilio does (https://www.twilio.com/docs/iam/access-tokens): signature
/// by the account's API key, account, validity period, and the grant for the Sync service.
public final class SyncTokens {
  private static final Duration LONGEST_LIFE = Duration.ofHours(24);
  private static final String CONTENT_TYPE = "twilio-fpa;v=1";

  /// The identity in a token and the token's expiry.
  public record Bearer(String identity, Instant expires) {}

  private final SimulatorOptions options;
  private final SecretKeySpec key;

  public SyncTokens(SimulatorOptions options) {
    this.options = options;
    key = new SecretKeySpec(options.apiKeySecret().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /// Checks a token.
  ///
  /// @param authorization the header's value; empty if there is none
  /// @throws ControlRefused (401) without a valid token, (403) if it is for another service
  Bearer check(String authorization, String service, Instant now) {
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw refused(401, 20101, "an access token is required: Authorization: Bearer …");
    }
    final String[] parts = authorization.substring(7).strip().split("\\.", -1);
    if (parts.length != 3) {
      throw refused(401, 20101, "the access token is not a JWT");
    }
    final JsonNode header = json(parts[0]);
    if (!header.path("alg").asString("").equals("HS256")
        || !header.path("cty").asString("").equals(CONTENT_TYPE)) {
      throw refused(401, 20102, "the token's header must have alg HS256 and cty " + CONTENT_TYPE);
    }
    if (!MessageDigest.isEqual(signature(parts[0] + "." + parts[1]), bytes(parts[2]))) {
      throw refused(401, 20107, "the token is not signed with the secret of the account's API key");
    }
    return check(json(parts[1]), service, now);
  }

  private Bearer check(JsonNode claims, String service, Instant now) {
    if (!claims.path("iss").asString("").equals(options.apiKeySid())
        || !claims.path("sub").asString("").equals(options.accountSid())) {
      throw refused(401, 20103, "iss must be the API key's sid, and sub must be the account's sid");
    }
    final Instant expires = Instant.ofEpochSecond(claims.path("exp").asLong(0));
    if (!expires.isAfter(now)) {
      throw refused(401, 20104, "the token has expired or has no exp");
    }
    final long begins = claims.path("nbf").asLong(claims.path("iat").asLong(now.getEpochSecond()));
    if (Instant.ofEpochSecond(begins).plus(LONGEST_LIFE).isBefore(expires)) {
      throw refused(401, 20157, "the token is valid for longer than a day");
    }
    if (Instant.ofEpochSecond(claims.path("nbf").asLong(0)).isAfter(now)) {
      throw refused(401, 20105, "the token is not valid yet");
    }
    final String identity = claims.path("grants").path("identity").asString("");
    if (identity.isEmpty()) {
      throw refused(401, 20106, "the token's grants must have an identity");
    }
    final String granted = claims.path("grants").path("data_sync").path("service_sid").asString("");
    if (!granted.equals(service)) {
      throw refused(403, 20106, "the token's data_sync grant is not for service " + service);
    }
    return new Bearer(identity, expires);
  }

  private byte[] signature(String text) {
    try {
      final Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot compute HmacSHA256", e);
    }
  }

  private static JsonNode json(String part) {
    try {
      return JsonText.object(new String(bytes(part), StandardCharsets.UTF_8));
    } catch (JacksonException _) {
      throw refused(401, 20101, "the access token is not a JWT");
    }
  }

  private static byte[] bytes(String part) {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException _) {
      throw refused(401, 20101, "the access token is not a JWT");
    }
  }

  private static ControlRefused refused(int status, int code, String message) {
    return new ControlRefused(status, "access-token-" + code, message);
  }
}
