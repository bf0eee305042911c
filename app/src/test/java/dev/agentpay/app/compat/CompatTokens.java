package dev.agentpay.app.compat;

import dev.agentpay.app.demo.DemoWorld;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Creates access tokens that are signed with the API key's secret, and an unsigned one.
final class CompatTokens {
  private CompatTokens() {}

  /// Returns a token as Twilio's libraries create it.
  ///
  /// @param seconds until it expires; negative if it has expired
  static String sync(String account, String key, String agent, String service, long seconds) {
    return signed(claims(account, key, agent, service, seconds));
  }

  static String unsigned(String account, String key, String agent, String service) {
    final String header = encodeJson(Map.of("alg", "none", "typ", "JWT", "cty", "twilio-fpa;v=1"));
    return header + "." + encodeJson(claims(account, key, agent, service, 600)) + ".";
  }

  /// Returns a token that is signed with the secret of another API key.
  static String signedByAnother(String account, String key, String agent, String service) {
    return signed(claims(account, key, agent, service, 600), "0".repeat(32));
  }

  /// Returns a signed token with any claims. The original server accepted it.
  static String signed(Map<String, ?> claims) {
    return signed(claims, DemoWorld.simulatorAccount().apiKeySecret());
  }

  private static String signed(Map<String, ?> claims, String secret) {
    final Map<String, Object> header = new LinkedHashMap<>();
    header.put("cty", "twilio-fpa;v=1");
    header.put("typ", "JWT");
    header.put("alg", "HS256");
    final String text = encodeJson(header) + "." + encodeJson(claims);
    try {
      final Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return text + "." + encode(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> claims(
      String account, String key, String agent, String service, long seconds) {
    final long now = Instant.now().getEpochSecond();
    final Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("jti", key + "-" + now);
    claims.put("iss", key);
    claims.put("sub", account);
    claims.put("iat", now - 3_600);
    claims.put("exp", now + seconds);
    claims.put("grants", Map.of("identity", agent, "data_sync", Map.of("service_sid", service)));
    return claims;
  }

  private static String encodeJson(Map<String, ?> value) {
    return encode(CompatServer.JSON.writeValueAsBytes(value));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
