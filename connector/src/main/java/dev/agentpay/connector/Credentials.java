package dev.agentpay.connector;

import java.security.SecureRandom;
import java.util.Base64;

/// A user name and a password for HTTP Basic authentication. `toString` does not show the password.
public record Credentials(String user, String password) {
  /// 18 random bytes (144 bits) cannot be guessed, and base64 encodes them as 24 characters without
  /// padding.
  private static final int RANDOM_BYTES = 18;

  /// Creates credentials with a random password, for a connector embedded in another process.
  public static Credentials random(String user) {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Credentials(user, Base64.getUrlEncoder().encodeToString(bytes));
  }

  @Override
  public String toString() {
    return user + ":•••";
  }
}
