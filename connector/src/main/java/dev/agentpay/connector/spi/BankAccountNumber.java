package dev.agentpay.connector.spi;

/// A bank account's number in the clear; shows its last two digits, as Twilio does.
public final class BankAccountNumber extends Secret {
  /// Shorter ones exist at no bank that clears by ACH; the mask must hide more than it shows.
  public static final int SHORTEST = 4;

  /// The field of a NACHA entry is 17 characters wide.
  public static final int LONGEST = 17;

  /// @throws IllegalArgumentException for anything but 4 to 17 digits
  public BankAccountNumber(char[] digits) {
    super(digits, SHORTEST, LONGEST, "A bank account number");
  }

  @Override
  public String toString() {
    return "••••" + last(2);
  }
}
