package dev.agentpay.connector;

import java.security.SecureRandom;
import java.util.Base64;

/// A user name and a password for Basic authentication. Does not show the password.
public record Credentials(String user, String password) {
  /// 18 random bytes cannot be guessed and make 24 characters without padding.
  private static final int RANDOM_BYTES = 18;

  /// Credentials that nobody knows yet, for a connector that runs inside another process.
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
