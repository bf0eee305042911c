package dev.agentpay.connector.spi;

/// A card's security code (CVV, CVC) in clear text. `toString` shows none of it.
public final class SecurityCode extends Secret {
  /// @throws IllegalArgumentException unless `digits` is three or four digits; the message contains
  ///   none of them
  public SecurityCode(char[] digits) {
    super(digits, 3, 4, "A security code");
  }

  @Override
  public String toString() {
    return "•••";
  }
}
