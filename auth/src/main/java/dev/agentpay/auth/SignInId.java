package dev.agentpay.auth;

/// Identifies one sign-in: from the password until it ends. Not a secret, unlike the token.
public record SignInId(String value) {
  /// More than a UUID has, which is what we issue.
  private static final int MAX_LENGTH = 64;

  public SignInId {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a sign-in id must have 1 to %s characters; got %s"
              .formatted(MAX_LENGTH, value.length()));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
