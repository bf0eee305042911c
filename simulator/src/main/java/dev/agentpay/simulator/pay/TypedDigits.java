package dev.agentpay.simulator.pay;

/// What a customer typed into a field. Never printed.
record TypedDigits(String digits) {

  /// One mask character a digit.
  String hidden(String character) {
    return character.repeat(digits.length());
  }

  /// All but the last `shown` digits masked.
  String masked(int shown, String character) {
    int hidden = Math.max(0, digits.length() - shown);
    return character.repeat(hidden) + digits.substring(hidden);
  }

  @Override
  public String toString() {
    return "Typed[…]";
  }
}
