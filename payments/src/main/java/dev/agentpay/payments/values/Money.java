package dev.agentpay.payments.values;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;

/// An amount in a currency: more than 0, less than Twilio's limit of 1,000,000, and with no more
/// decimals than the currency has. Stored with exactly the currency's number of decimals.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: ChargeAmount</a>
public record Money(BigDecimal amount, Currency currency) {
  /// Twilio accepts a `ChargeAmount` below this limit, in any currency.
  public static final BigDecimal LIMIT = new BigDecimal("1000000");

  public Money {
    final int decimals = Math.max(0, currency.getDefaultFractionDigits());
    if (amount.stripTrailingZeros().scale() > decimals) {
      throw new IllegalArgumentException(
          "%s has %d decimals, but %s has more"
              .formatted(currency.getCurrencyCode(), decimals, amount.toPlainString()));
    }
    if (amount.signum() <= 0) {
      throw new IllegalArgumentException("an amount must be more than 0");
    }
    if (amount.compareTo(LIMIT) >= 0) {
      throw new IllegalArgumentException("an amount must be less than " + LIMIT.toPlainString());
    }
    amount = amount.setScale(decimals);
  }

  /// Parses an amount and a currency code, for example `("42.50", "USD")`.
  ///
  /// @throws IllegalArgumentException if the amount is not a plain decimal number or is out of
  ///   range, or if the currency is not an ISO 4217 code
  public static Money of(String amount, String currency) {
    return new Money(decimal(amount), currency(currency));
  }

  /// Returns an ISO 4217 currency by its code, in upper or lower case.
  ///
  /// @throws IllegalArgumentException if there is no such currency
  public static Currency currency(String code) {
    try {
      return Currency.getInstance(code.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a currency must be an ISO 4217 code, for example USD", e);
    }
  }

  /// Adds another amount in the same currency, for example a tip.
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("cannot add amounts in different currencies");
    }
    return new Money(amount.add(other.amount), currency);
  }

  /// The amount as Twilio and JSON expect it: `42.50`.
  public String plain() {
    return amount.toPlainString();
  }

  @Override
  public String toString() {
    return plain() + " " + currency.getCurrencyCode();
  }

  private static BigDecimal decimal(String text) {
    if (!text.matches("-?[0-9]{1,12}(\\.[0-9]{1,6})?")) {
      throw new IllegalArgumentException(
          "an amount must be a plain decimal number, for example 42.50");
    }
    return new BigDecimal(text);
  }
}
