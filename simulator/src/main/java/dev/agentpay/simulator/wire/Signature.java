package dev.agentpay.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs webhooks as Twilio does (https://www.twilio.com/docs/usage/security). The signature is the
/// base64 of an HMAC-SHA1, keyed with the primary auth token, over the URL followed by the names
/// and values of all POST parameters, sorted by name.
public final class Signature {
  public static final String HEADER = "X-Twilio-Signature";

  private final SecretKeySpec key;

  public Signature(String authToken) {
    key = new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), "HmacSHA1");
  }

  /// The value of the signature header.
  ///
  /// @param url without fragment
  /// @param parameters the decoded POST parameters; empty for a GET
  public String of(String url, Map<String, String> parameters) {
    final StringBuilder signed = new StringBuilder(url);
    new TreeMap<>(parameters).forEach((name, value) -> signed.append(name).append(value));
    try {
      final Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(key);
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot compute HmacSHA1", e);
    }
  }
}
