package dev.agentpay.twilio.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Verifies `X-Twilio-Signature`: whether a webhook comes from Twilio.
///
/// The signature covers the public URL as Twilio requested it (scheme, host, path and query,
/// without the fragment) and every parameter of the form body: names and values sorted by name,
/// without separators, including empty ones. The key is the account's auth token with HMAC-SHA1,
/// or, if [#SETTINGS_HEADER] names one, a shared key of the account's webhook settings with
/// HMAC-SHA1 or HMAC-SHA256. It is never an API key's secret.
///
/// Safe for use by several threads. Comparisons take constant time.
///
/// @see <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-security">Twilio: webhooks
///   security</a>
/// @see <a href="https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys">Twilio: sign
///   webhooks with shared keys</a>
public final class Signatures {
  /// The request header that carries the signature.
  public static final String HEADER = "X-Twilio-Signature";

  /// The request header that names a shared key and its algorithm. Without it, the auth token is
  /// the key.
  public static final String SETTINGS_HEADER = "X-Twilio-Webhooks-Signature-Settings";

  /// Most auth tokens; Twilio has a primary and a secondary one.
  public static final int MAX_TOKENS = 2;

  /// Most shared keys: two settings of one rule, each with its key being rotated.
  public static final int MAX_SHARED_KEYS = 4;

  private static final String SHA1 = "HmacSHA1";
  private static final String SHA256 = "HmacSHA256";

  /// Twilio's names of the algorithms.
  private static final Map<String, String> ALGORITHMS =
      Map.of("HMAC_SHA1", SHA1, "HMAC_SHA256", SHA256);

  /// By name, then by value, so that the order of repeated parameters is well defined.
  private static final Comparator<Form.Parameter> SIGNED_ORDER =
      (a, b) -> {
        final int byName = a.name().compareTo(b.name());
        return byName != 0 ? byName : a.value().compareTo(b.value());
      };

  private final List<Signer> tokens;

  /// By the setting in [#SETTINGS_HEADER].
  private final Map<SignatureSetting, Signer> sharedKeys;

  /// The result of a verification.
  public enum Verdict {
    /// Twilio signed the request.
    VALID,
    /// The signature is missing or wrong, or the settings header is malformed.
    INVALID,
    /// The settings header names a key or algorithm that is not configured.
    UNKNOWN_KEY
  }

  /// Accepts auth tokens only.
  ///
  /// @param authTokens the account's auth token, or both during a rotation
  /// @throws IllegalArgumentException if there is none, an empty one, or more than [#MAX_TOKENS]
  public Signatures(List<String> authTokens) {
    this(authTokens, Map.of());
  }

  /// @param authTokens the account's auth token, or both during a rotation
  /// @param sharedKeys the secrets of the account's shared keys by key sid; may be empty
  /// @throws IllegalArgumentException if there is no token, one too many, or an empty secret
  public Signatures(List<String> authTokens, Map<String, String> sharedKeys) {
    if (authTokens.isEmpty() || authTokens.size() > MAX_TOKENS) {
      throw new IllegalArgumentException("there must be 1 to %s auth tokens".formatted(MAX_TOKENS));
    }
    if (sharedKeys.size() > MAX_SHARED_KEYS) {
      throw new IllegalArgumentException(
          "there must be at most %s shared keys".formatted(MAX_SHARED_KEYS));
    }
    tokens = authTokens.stream().map(token -> Signer.of(token, SHA1)).toList();
    final Map<SignatureSetting, Signer> signers = new HashMap<>();
    sharedKeys.forEach(
        (key, secret) ->
            ALGORITHMS.forEach(
                (name, algorithm) ->
                    signers.put(new SignatureSetting(key, name), Signer.of(secret, algorithm))));
    this.sharedKeys = Map.copyOf(signers);
  }

  /// Verifies that Twilio signed this request.
  ///
  /// @param url the public URL of the request, with its query
  /// @param params of the form body; [Form#EMPTY] for a GET
  /// @param signature the value of [#HEADER]; empty if the header is missing
  /// @param settings the value of [#SETTINGS_HEADER], if present
  public Verdict verify(String url, Form params, String signature, Optional<String> settings) {
    if (settings.isEmpty()) {
      return verdict(tokens, url, params, signature);
    }
    return SignatureSetting.parse(settings.get())
        .map(
            setting -> {
              final Signer signer = sharedKeys.get(setting);
              return signer == null
                  ? Verdict.UNKNOWN_KEY
                  : verdict(List.of(signer), url, params, signature);
            })
        .orElse(Verdict.INVALID);
  }

  private static Verdict verdict(List<Signer> signers, String url, Form params, String signature) {
    final byte[] given = signature.getBytes(StandardCharsets.UTF_8);
    if (signers.stream().noneMatch(signer -> signer.signatureLength() == given.length)) {
      return Verdict.INVALID;
    }
    final byte[] signedParams = canonical(params);
    final String bare = SignedUrl.withoutFragment(url);
    if (matches(signers, bare, signedParams, given)) {
      return Verdict.VALID;
    }
    for (String spelling : SignedUrl.others(bare)) {
      if (matches(signers, spelling, signedParams, given)) {
        return Verdict.VALID;
      }
    }
    return Verdict.INVALID;
  }

  /// Computes Twilio's signature for a request; for tests and load generators.
  public static String sign(String authToken, String url, Form params) {
    final byte[] signedUrl = SignedUrl.withoutFragment(url).getBytes(StandardCharsets.UTF_8);
    return new String(
        Signer.of(authToken, SHA1).sign(signedUrl, canonical(params)), StandardCharsets.ISO_8859_1);
  }

  private static boolean matches(
      List<Signer> signers, String url, byte[] signedParams, byte[] given) {
    final byte[] signedUrl = url.getBytes(StandardCharsets.UTF_8);
    for (Signer signer : signers) {
      if (MessageDigest.isEqual(signer.sign(signedUrl, signedParams), given)) {
        return true;
      }
    }
    return false;
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

  /// Computes signatures with one key.
  ///
  /// @param template initialized with the key and only ever cloned: a clone costs less than
  ///   initializing a new one
  /// @param signatureLength length of a signature in Base64
  private record Signer(Mac template, int signatureLength) {
    static Signer of(String secret, String algorithm) {
      if (secret.isEmpty()) {
        throw new IllegalArgumentException("a key for signatures must not be empty");
      }
      try {
        final Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
        return new Signer(mac, (mac.getMacLength() + 2) / 3 * 4);
      } catch (NoSuchAlgorithmException | InvalidKeyException e) {
        throw new IllegalStateException("every JDK has " + algorithm, e);
      }
    }

    byte[] sign(byte[] url, byte[] params) {
      try {
        final Mac mac = (Mac) template.clone();
        mac.update(url);
        return Base64.getEncoder().encode(mac.doFinal(params));
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException("the JDK's " + template.getAlgorithm() + " clones", e);
      }
    }
  }
}
