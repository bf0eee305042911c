package dev.agentpay.twilio.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Verifies `X-Twilio-Signature`: whether a webhook comes from Twilio.
///
/// The signature covers the public URL as Twilio requested it (scheme, host, path and query,
/// without the fragment) and every parameter of the form body: names and values sorted by name,
/// without separators, including empty ones. For a JSON body, it covers only the hash, which is
/// `bodySHA256` in the query. The key is the account's auth token, never an API key's secret.
///
/// Safe for use by several threads. Comparisons take constant time.
///
/// @see <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-security">Twilio: webhooks
///   security</a>
public final class Signatures {
  /// The request header that carries the signature.
  public static final String HEADER = "X-Twilio-Signature";

  /// Most auth tokens; Twilio has a primary and a secondary one.
  public static final int MAX_TOKENS = 2;

  private static final String ALGORITHM = "HmacSHA1";
  private static final String BODY_HASH = "bodySHA256";

  /// Length of the Base64 form of a SHA-1 hash of 20 bytes.
  private static final int SIGNATURE_LENGTH = 28;

  /// By name, then by value, so that the order of repeated parameters is well defined.
  private static final Comparator<Form.Parameter> SIGNED_ORDER =
      (a, b) -> {
        final int byName = a.name().compareTo(b.name());
        return byName != 0 ? byName : a.value().compareTo(b.value());
      };

  /// One per token, initialized with its key and only ever cloned: a clone costs less than
  /// initializing a new one.
  private final Mac[] templates;

  /// @param authTokens the account's auth token, or both during a rotation
  /// @throws IllegalArgumentException if there is none, an empty one, or more than [#MAX_TOKENS]
  public Signatures(List<String> authTokens) {
    if (authTokens.isEmpty() || authTokens.size() > MAX_TOKENS) {
      throw new IllegalArgumentException("there must be 1 to %d auth tokens".formatted(MAX_TOKENS));
    }
    templates = authTokens.stream().map(Signatures::keyed).toArray(Mac[]::new);
  }

  /// Whether Twilio signed this request with one of the tokens.
  ///
  /// @param url the public URL of the request, with its query
  /// @param params of the form body; [Form#EMPTY] for a GET
  /// @param signature the header's value; empty if the header is missing
  public boolean holds(String url, Form params, String signature) {
    if (signature.length() != SIGNATURE_LENGTH) {
      return false;
    }
    final byte[] given = signature.getBytes(StandardCharsets.UTF_8);
    final byte[] signedParams = canonical(params);
    final String bare = SignedUrl.withoutFragment(url);
    if (holds(bare, signedParams, given)) {
      return true;
    }
    for (String spelling : SignedUrl.others(bare)) {
      if (holds(spelling, signedParams, given)) {
        return true;
      }
    }
    return false;
  }

  /// Whether Twilio signed this request, whose body is not a form. The hash of the body is in the
  /// URL.
  ///
  /// @param url the public URL of the request, with its query
  public boolean holdsForBody(String url, byte[] body, String signature) {
    final String bare = SignedUrl.withoutFragment(url);
    final int question = bare.indexOf('?');
    return question >= 0
        && Form.parseQuery(bare.substring(question + 1))
            .first(BODY_HASH)
            .filter(hash -> isHashOf(body, hash))
            .isPresent()
        && holds(bare, Form.EMPTY, signature);
  }

  /// Computes Twilio's signature for a request; for tests and load generators.
  public static String sign(String authToken, String url, Form params) {
    final byte[] signedUrl = SignedUrl.withoutFragment(url).getBytes(StandardCharsets.UTF_8);
    return new String(
        signature(keyed(authToken), signedUrl, canonical(params)), StandardCharsets.ISO_8859_1);
  }

  private boolean holds(String url, byte[] signedParams, byte[] given) {
    final byte[] signedUrl = url.getBytes(StandardCharsets.UTF_8);
    for (Mac template : templates) {
      if (MessageDigest.isEqual(signature(clone(template), signedUrl, signedParams), given)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] signature(Mac mac, byte[] url, byte[] params) {
    mac.update(url);
    return Base64.getEncoder().encode(mac.doFinal(params));
  }

  private static byte[] canonical(Form params) {
    final Form.Parameter[] sorted = params.parameters().toArray(Form.Parameter[]::new);
    Arrays.sort(sorted, SIGNED_ORDER);
    final StringBuilder text = new StringBuilder(1024);
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || !sorted[i].equals(sorted[i - 1])) {
        text.append(sorted[i].name()).append(sorted[i].value());
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isHashOf(byte[] body, String hash) {
    try {
      final byte[] actual = MessageDigest.getInstance("SHA-256").digest(body);
      return MessageDigest.isEqual(
          HexFormat.of().formatHex(actual).getBytes(StandardCharsets.UTF_8),
          hash.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Mac keyed(String authToken) {
    if (authToken.isEmpty()) {
      throw new IllegalArgumentException("an auth token must not be empty");
    }
    try {
      final Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static Mac clone(Mac template) {
    try {
      return (Mac) template.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's " + ALGORITHM + " can be cloned", e);
    }
  }
}
