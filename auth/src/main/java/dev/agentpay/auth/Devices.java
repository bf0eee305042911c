package dev.agentpay.auth;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Recognises browsers in which a user has signed in before, by a signed token in a cookie. Their
/// wrong passwords are counted apart, so that a stranger who tries passwords cannot lock the user
/// out. The token gives no access by itself.
///
/// @see <a
///   href="https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies">OWASP:
///   device cookies</a>
public final class Devices {
  /// How long a browser is remembered after the last sign-in.
  public static final Duration LIFETIME = Duration.ofDays(180);

  /// Users of one browser that are remembered, the last ones; a shift of a shared workplace.
  static final int MAX_USERS = 5;

  /// Longest cookie that is read: [#MAX_USERS] tokens of about 80 characters.
  private static final int MAX_COOKIE = 600;

  private static final String HMAC = "HmacSHA256";

  /// Makes the keys differ from those of the API's tokens.
  private static final String LABEL = "agentpay device cookie";

  private static final String SEPARATOR = "~";
  private static final Pattern TOKEN =
      Pattern.compile("([A-Za-z0-9_-]{22})\\.([0-9]{1,11})\\.([A-Za-z0-9_-]{43})");

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;

  /// The first signs, all verify.
  private final List<byte[]> keys;

  public Devices(SignInOptions options, InstantSource clock) {
    this.clock = clock;
    this.keys =
        Stream.concat(Stream.of(options.tokenKey()), options.secondTokenKey().stream())
            .map(key -> hmac(key.getBytes(StandardCharsets.UTF_8), LABEL))
            .toList();
  }

  /// Returns the id of the device in which this user has signed in before; empty if the cookie has
  /// no valid token of this user.
  public Optional<String> find(String name, String cookie) {
    return tokens(cookie).stream()
        .filter(token -> isOf(name, token))
        .map(token -> token.group(1))
        .findFirst();
  }

  /// Returns the cookie after a sign-in: with a new token of this user, and with those of others.
  ///
  /// @param cookie the cookie before; empty if there was none
  public String remember(String name, String cookie) {
    final List<String> tokens = new ArrayList<>();
    tokens.add(token(name, find(name, cookie).orElseGet(this::newId)));
    tokens(cookie).stream()
        .filter(token -> !isOf(name, token))
        .map(Matcher::group)
        .limit(MAX_USERS - 1L)
        .forEach(tokens::add);
    return String.join(SEPARATOR, tokens);
  }

  private static List<Matcher> tokens(String cookie) {
    return cookie.length() > MAX_COOKIE
        ? List.of()
        : Pattern.compile(SEPARATOR)
            .splitAsStream(cookie)
            .map(TOKEN::matcher)
            .filter(Matcher::matches)
            .toList();
  }

  private boolean isOf(String name, Matcher token) {
    final Instant issued = Instant.ofEpochSecond(Long.parseLong(token.group(2)));
    final byte[] signature = token.group(3).getBytes(StandardCharsets.US_ASCII);
    return issued.plus(LIFETIME).isAfter(clock.instant())
        && keys.stream()
            .map(key -> signature(key, name, token.group(1), token.group(2)))
            .anyMatch(
                right ->
                    MessageDigest.isEqual(right.getBytes(StandardCharsets.US_ASCII), signature));
  }

  private String token(String name, String id) {
    final String issued = String.valueOf(clock.instant().getEpochSecond());
    return "%s.%s.%s".formatted(id, issued, signature(keys.getFirst(), name, id, issued));
  }

  private String newId() {
    final byte[] id = new byte[16];
    random.nextBytes(id);
    return base64(id);
  }

  private static String signature(byte[] key, String name, String id, String issued) {
    return base64(hmac(key, id + "." + issued + "." + name));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      final Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256, and the key is not empty", e);
    }
  }
}
