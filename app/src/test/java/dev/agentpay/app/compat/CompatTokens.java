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

/// Access tokens that anybody can make who knows the API key's secret, and one that nobody signed.
final class CompatTokens {
  private CompatTokens() {}

  /// As Twilio's libraries make it.
  ///
  /// @param seconds from now to its end; negative: it has ended
  static String sync(String account, String key, String agent, String service, long seconds) {
    return signed(claims(account, key, agent, service, seconds));
  }

  static String unsigned(String account, String key, String agent, String service) {
    final String header = part(Map.of("alg", "none", "typ", "JWT", "cty", "twilio-fpa;v=1"));
    return header + "." + part(claims(account, key, agent, service, 600)) + ".";
  }

  /// Anything, signed with the secret: that was enough for the old server.
  static String signed(Map<String, ?> claims) {
    final Map<String, Object> header = new LinkedHashMap<>();
    header.put("cty", "twilio-fpa;v=1");
    header.put("typ", "JWT");
    header.put("alg", "HS256");
    final String text = part(header) + "." + part(claims);
    try {
      final Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              DemoWorld.simulatorAccount().apiKeySecret().getBytes(StandardCharsets.UTF_8),
              "HmacSHA256"));
      return text + "." + encoded(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
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

  private static String part(Map<String, ?> value) {
    return encoded(CompatBench.JSON.writeValueAsBytes(value));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
