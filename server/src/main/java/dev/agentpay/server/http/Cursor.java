package dev.agentpay.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/// Writes and reads cursors. A cursor is opaque to clients: a hash of what it belongs to, a
/// checksum, and a place, in base64url. It is not secret and not signed: whoever makes one up only
/// starts their own list at another place.
final class Cursor {
  /// Longest cursor, in characters. Ours have about 100.
  static final int MAX_LENGTH = 256;

  /// Length of the hash and of the checksum, in bytes: enough to notice every mistake.
  private static final int HASH = 8;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Cursor() {}

  /// @param scope what it belongs to
  static String write(String place, List<String> scope) {
    final byte[] owner = hash(scope);
    final byte[] at = place.getBytes(StandardCharsets.UTF_8);
    return ENCODER.encodeToString(
        ByteBuffer.allocate(2 * HASH + at.length)
            .put(owner)
            .put(checksum(owner, at))
            .put(at)
            .array());
  }

  /// @throws IllegalArgumentException with a message for users, if it is not one of ours or belongs
  ///   to another list
  static <P> P read(String text, List<String> scope, Function<String, P> place) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("must have at most %s characters".formatted(MAX_LENGTH));
    }
    final byte[] bytes = decoded(text);
    if (bytes.length < 2 * HASH) {
      throw damaged();
    }
    final byte[] owner = Arrays.copyOf(bytes, HASH);
    final byte[] at = Arrays.copyOfRange(bytes, 2 * HASH, bytes.length);
    if (!Arrays.equals(checksum(owner, at), Arrays.copyOfRange(bytes, HASH, 2 * HASH))) {
      throw damaged();
    }
    if (!Arrays.equals(owner, hash(scope))) {
      throw new IllegalArgumentException(
          "belongs to a list with other filters; repeat the filters of the page before");
    }
    try {
      return place.apply(new String(at, StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      throw damaged();
    }
  }

  /// Refuses a text that only decodes to the same bytes as a cursor.
  private static byte[] decoded(String text) {
    final byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw damaged();
    }
    if (!ENCODER.encodeToString(bytes).equals(text)) {
      throw damaged();
    }
    return bytes;
  }

  private static IllegalArgumentException damaged() {
    return new IllegalArgumentException(
        "is not a cursor of this list; use `next` of the page before, unchanged");
  }

  private static byte[] checksum(byte[] owner, byte[] place) {
    final MessageDigest digest = sha256();
    digest.update(owner);
    return Arrays.copyOf(digest.digest(place), HASH);
  }

  private static byte[] hash(List<String> scope) {
    final MessageDigest digest = sha256();
    for (String part : scope) {
      final byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      // The length before each part keeps them apart.
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return Arrays.copyOf(digest.digest(), HASH);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
