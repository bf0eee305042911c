package dev.agentpay.client.model;

/// Amounts of money as texts, as the API has them.
public final class Amounts {
  private static final String DECIMAL = "[0-9]{1,12}(\\.[0-9]{1,6})?";

  private Amounts() {}

  /// The same amount.
  ///
  /// @throws IllegalArgumentException if it is not a plain decimal number
  public static String decimal(String amount) {
    if (!amount.matches(DECIMAL)) {
      throw new IllegalArgumentException("an amount must be a plain decimal number, such as 42.50");
    }
    return amount;
  }
}
