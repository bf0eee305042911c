package dev.agentpay.connector.spi;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;

/// A positive amount in a currency, with exactly the decimals that the currency has.
public record Money(BigDecimal amount, Currency currency) {
  /// Twilio's `ChargeAmount` must be below one million.
  private static final BigDecimal LIMIT = new BigDecimal("1000000");

  /// `10`, `10.0` and `10.00` dollars are the same amount.
  ///
  /// @throws IllegalArgumentException for an amount that is not positive, not below a million, or
  ///   finer than the currency's smallest coin
  public Money {
    int decimals = Math.max(0, currency.getDefaultFractionDigits());
    if (amount.signum() <= 0 || amount.compareTo(LIMIT) >= 0) {
      throw new IllegalArgumentException("An amount must be above 0 and below 1000000");
    }
    if (amount.stripTrailingZeros().scale() > decimals) {
      throw new IllegalArgumentException(
          "An amount in %s has at most %d decimals".formatted(currency, decimals));
    }
    amount = amount.setScale(decimals);
  }

  /// @param amount decimal digits with an optional point, at most 16 characters
  /// @param currency an ISO 4217 code in upper or lower case
  /// @throws IllegalArgumentException for anything else; the message does not repeat the input
  public static Money of(String amount, String currency) {
    if (!amount.matches("[0-9]{1,10}(\\.[0-9]{1,5})?")) {
      throw new IllegalArgumentException("An amount looks like 10.00");
    }
    return new Money(new BigDecimal(amount), currencyOf(currency));
  }

  /// In the currency's smallest coin, as gateways count: 10.00 USD is 1000, 10 JPY is 10.
  public long minorUnits() {
    return amount.unscaledValue().longValueExact();
  }

  /// The amount without its currency, such as `10.00`.
  public String decimal() {
    return amount.toPlainString();
  }

  @Override
  public String toString() {
    return decimal() + " " + currency;
  }

  private static Currency currencyOf(String code) {
    try {
      return Currency.getInstance(code.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("A currency is an ISO 4217 code such as USD");
    }
  }
}
