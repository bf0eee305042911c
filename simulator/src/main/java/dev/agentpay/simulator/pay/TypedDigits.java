package dev.agentpay.simulator.pay;

/// The digits that a customer typed into a field. `toString` does not show them.
record TypedDigits(String digits) {

  /// All digits masked.
  String hidden(String character) {
    return character.repeat(digits.length());
  }

  /// The last digits, separated by spaces, as a voice reads them.
  String lastDigits(int count) {
    return String.join(" ", digits.substring(Math.max(0, digits.length() - count)).split(""));
  }

  /// All digits except the last `shown` ones masked.
  String masked(int shown, String character) {
    int hidden = Math.max(0, digits.length() - shown);
    return character.repeat(hidden) + digits.substring(hidden);
  }

  @Override
  public String toString() {
    return "TypedDigits[…]";
  }
}
