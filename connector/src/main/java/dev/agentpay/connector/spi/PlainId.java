package dev.agentpay.connector.spi;

/// Validates ids from requests, which are written unmasked to the log and the ledger.
final class PlainId {
  /// A UUID has 36 characters; the rest allows for a prefix.
  private static final int LONGEST = 64;

  private PlainId() {}

  static void check(String value, String name) {
    if (value.isEmpty() || value.length() > LONGEST || !value.chars().allMatch(PlainId::allowed)) {
      throw new IllegalArgumentException(
          "%s must be 1 to %d letters, digits and ._:-".formatted(name, LONGEST));
    }
    if (couldBeCardNumber(value)) {
      throw new IllegalArgumentException(name + " must not look like a card number");
    }
  }

  private static boolean allowed(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || "._:-".indexOf(c) >= 0;
  }

  /// Whether the id has no letters and as many digits as a card number, which suggests that the
  /// sender mixed up the fields.
  private static boolean couldBeCardNumber(String value) {
    boolean letters = value.chars().anyMatch(Character::isLetter);
    long digits = value.chars().filter(Character::isDigit).count();
    return !letters && digits >= CardNumber.SHORTEST && digits <= CardNumber.LONGEST;
  }
}
