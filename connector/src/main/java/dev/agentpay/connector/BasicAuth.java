package dev.agentpay.connector;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/// Checks the credentials of HTTP Basic authentication.
///
/// Compares digests in constant time and always checks every pair, so that the time taken reveals
/// neither how much of a password was correct nor which pair matched.
final class BasicAuth {
  static final String CHALLENGE = "Basic realm=\"AgentPay connector\", charset=\"UTF-8\"";

  private static final String SCHEME = "Basic ";

  /// Longer than the header of any valid credentials; see [ConnectorOptions#problems].
  private static final int LONGEST_HEADER = 1024;

  private final List<byte[]> digests;

  BasicAuth(List<Credentials> accepted) {
    digests =
        accepted.stream()
            .map(one -> sha256((one.user() + ":" + one.password()).getBytes(UTF_8)))
            .toList();
  }

  boolean admits(String header) {
    if (header.length() > LONGEST_HEADER
        || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] given;
    try {
      given = sha256(Base64.getDecoder().decode(header.substring(SCHEME.length()).trim()));
    } catch (IllegalArgumentException _) {
      return false;
    }
    boolean admitted = false;
    for (byte[] digest : digests) {
      admitted |= MessageDigest.isEqual(digest, given);
    }
    return admitted;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
