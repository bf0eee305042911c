package dev.agentpay.connector.spi;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;

/// A positive amount of money, with exactly as many decimal places as its currency has.
public record Money(BigDecimal amount, Currency currency) {
  /// Twilio requires `ChargeAmount` to be below one million.
  private static final BigDecimal LIMIT = new BigDecimal("1000000");

  /// Sets the scale of `amount` to that of the currency, so that 10, 10.0 and 10.00 USD are equal.
  ///
  /// @throws IllegalArgumentException if the amount is not above zero and below one million, or has
  ///   more decimal places than the currency
  public Money {
    int decimals = Math.max(0, currency.getDefaultFractionDigits());
    if (amount.signum() <= 0 || amount.compareTo(LIMIT) >= 0) {
      throw new IllegalArgumentException("An amount must be above 0 and below 1000000");
    }
    if (amount.stripTrailingZeros().scale() > decimals) {
      throw new IllegalArgumentException(
          "An amount in %s must have at most %s decimals".formatted(currency, decimals));
    }
    amount = amount.setScale(decimals);
  }

  /// Parses an amount and its currency.
  ///
  /// @param amount one to ten digits, optionally followed by a point and one to five digits
  /// @param currency an ISO 4217 code in upper or lower case
  /// @throws IllegalArgumentException if either is malformed or out of range; the message does not
  ///   repeat the amount or the invalid code
  public static Money of(String amount, String currency) {
    if (!amount.matches("[0-9]{1,10}(\\.[0-9]{1,5})?")) {
      throw new IllegalArgumentException("The amount must be a decimal number such as 10.00");
    }
    return new Money(new BigDecimal(amount), currencyOf(currency));
  }

  /// Returns the amount in the currency's minor unit, which most gateway APIs use: 1000 for 10.00
  /// USD, 10 for 10 JPY.
  public long minorUnits() {
    return amount.unscaledValue().longValueExact();
  }

  /// Returns the amount without its currency, for example `10.00`.
  public String decimal() {
    return amount.toPlainString();
  }

  @Override
  public String toString() {
    return decimal() + " " + currency;
  }

  private static Currency currencyOf(String code) {
    try {
      // Other letters may have an ASCII letter as their upper case, for example a dotless i.
      return Currency.getInstance(
          code.matches("[A-Za-z]{3}") ? code.toUpperCase(Locale.ROOT) : code);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("The currency must be an ISO 4217 code such as USD");
    }
  }
}
