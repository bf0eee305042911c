package dev.agentpay.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of a service key, `apk_<id>_<secret>`, as the integrator's back end sends it. Only the
/// hash of the secret is stored. A plain SHA-256 is enough: 256 random bits cannot be guessed.
///
/// @param secret 64 hex digits
record KeySecret(ServiceKeyId id, String secret) {
  /// 256 bits: nobody can guess one, so attempts need no limit.
  private static final int SECRET_BYTES = 32;

  private static final int ID_BYTES = 6;

  private static final Pattern FORMAT = Pattern.compile("apk_([0-9a-f]{12})_([0-9a-f]{64})");

  /// Makes a key with a new id.
  static KeySecret create(SecureRandom random) {
    return create(new ServiceKeyId(hex(random, ID_BYTES)), random);
  }

  /// Makes a new secret of this key.
  static KeySecret create(ServiceKeyId id, SecureRandom random) {
    return new KeySecret(id, hex(random, SECRET_BYTES));
  }

  /// Parses a key; empty if it does not have the format of one.
  static Optional<KeySecret> parse(String text) {
    final Matcher matcher = FORMAT.matcher(text);
    return matcher.matches()
        ? Optional.of(new KeySecret(new ServiceKeyId(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  private static String hex(SecureRandom random, int bytes) {
    final byte[] some = new byte[bytes];
    random.nextBytes(some);
    return HexFormat.of().formatHex(some);
  }

  /// The whole key, to be shown once.
  String text() {
    return "apk_%s_%s".formatted(id, secret);
  }

  /// What is stored.
  String hash() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(secret.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Compares in a time that does not depend on the content.
  boolean hasHash(String stored) {
    return MessageDigest.isEqual(
        hash().getBytes(StandardCharsets.US_ASCII), stored.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "KeySecret[" + id + "]";
  }
}
