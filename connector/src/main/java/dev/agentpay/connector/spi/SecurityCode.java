package dev.agentpay.connector.spi;

/// A card's security code (cvv, cvc) in the clear; shows nothing.
public final class SecurityCode extends Secret {
  /// @throws IllegalArgumentException for anything but three or four digits
  public SecurityCode(char[] digits) {
    super(digits, 3, 4, "A security code");
  }

  @Override
  public String toString() {
    return "•••";
  }
}
