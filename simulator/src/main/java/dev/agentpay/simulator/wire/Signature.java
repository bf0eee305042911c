package dev.agentpay.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs webhooks as Twilio does (https://www.twilio.com/docs/usage/security). The signature is the
/// base64 of an HMAC over the URL followed by the names and values of all POST parameters, sorted
/// by name.
public final class Signature {
  /// The header that carries the signature.
  public static final String HEADER = "X-Twilio-Signature";

  /// The header that names the shared key and the algorithm
  /// (https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys). Absent if the auth token is
  /// the key.
  public static final String SETTINGS_HEADER = "X-Twilio-Webhooks-Signature-Settings";

  private final SecretKeySpec key;
  private final String settings;

  private Signature(String secret, String algorithm, String settings) {
    key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm);
    this.settings = settings;
  }

  /// Signs with the auth token and HMAC-SHA1.
  public static Signature byAuthToken(String authToken) {
    return new Signature(authToken, "HmacSHA1", "");
  }

  /// Signs with a shared key and HMAC-SHA1.
  public static Signature bySharedKeySha1(String sid, String secret) {
    return new Signature(secret, "HmacSHA1", "key=" + sid + ",algorithm=HMAC_SHA1");
  }

  /// Signs with a shared key and HMAC-SHA256.
  public static Signature bySharedKeySha256(String sid, String secret) {
    return new Signature(secret, "HmacSHA256", "key=" + sid + ",algorithm=HMAC_SHA256");
  }

  /// The headers of a signed request.
  ///
  /// @param url without fragment
  /// @param parameters the decoded POST parameters; empty for a GET
  public Map<String, String> headers(String url, Map<String, String> parameters) {
    final String value = of(url, parameters);
    return settings.isEmpty()
        ? Map.of(HEADER, value)
        : Map.of(HEADER, value, SETTINGS_HEADER, settings);
  }

  /// The value of the signature header.
  ///
  /// @param url without fragment
  /// @param parameters the decoded POST parameters; empty for a GET
  public String of(String url, Map<String, String> parameters) {
    final StringBuilder signed = new StringBuilder(url);
    new TreeMap<>(parameters).forEach((name, value) -> signed.append(name).append(value));
    try {
      final Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot compute " + key.getAlgorithm(), e);
    }
  }
}
