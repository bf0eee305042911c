package dev.agentpay.connector.spi;

/// A card number in clear text. `toString` shows only the last four digits.
public final class CardNumber extends Secret {
  /// ISO/IEC 7812 allows 8 to 19 digits. No card scheme that Twilio accepts uses fewer than 12.
  public static final int SHORTEST = 12;

  /// The maximum in ISO/IEC 7812.
  public static final int LONGEST = 19;

  /// Does not verify the Luhn check digit; that is left to the gateway.
  ///
  /// @throws IllegalArgumentException unless `digits` is 12 to 19 digits; the message contains none
  ///   of them
  public CardNumber(char[] digits) {
    super(digits, SHORTEST, LONGEST, "A card number");
  }

  @Override
  public String toString() {
    return "•••• " + last(4);
  }
}
