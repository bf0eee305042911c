package dev.agentpay.connector.spi;

/// A card number in the clear; shows its last four digits.
public final class CardNumber extends Secret {
  /// ISO/IEC 7812 allows 8 to 19; no scheme that Twilio takes issues fewer than 12.
  public static final int SHORTEST = 12;

  /// ISO/IEC 7812's longest.
  public static final int LONGEST = 19;

  /// The Luhn digit is not checked here: the gateway's answer counts.
  ///
  /// @throws IllegalArgumentException for anything but 12 to 19 digits; its message holds none
  public CardNumber(char[] digits) {
    super(digits, SHORTEST, LONGEST, "A card number");
  }

  @Override
  public String toString() {
    return "•••• " + last(4);
  }
}
