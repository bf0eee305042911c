package dev.agentpay.connector.spi;

/// A bank account number in clear text. `toString` shows only the last two digits, as Twilio does.
public final class BankAccountNumber extends Secret {
  /// No bank in the ACH network issues shorter numbers, and the mask must hide at least as many
  /// digits as it shows.
  public static final int SHORTEST = 4;

  /// The account number field of a NACHA entry is 17 characters wide.
  public static final int LONGEST = 17;

  /// @throws IllegalArgumentException unless `digits` is 4 to 17 digits; the message contains none
  ///   of them
  public BankAccountNumber(char[] digits) {
    super(digits, SHORTEST, LONGEST, "A bank account number");
  }

  @Override
  public String toString() {
    return "••••" + last(2);
  }
}
