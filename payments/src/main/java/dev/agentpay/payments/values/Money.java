package dev.agentpay.payments.values;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;

/// An amount in a currency: more than nothing, less than Twilio's limit of 1,000,000, and with no
/// more decimals than the currency has. Held with exactly the currency's decimals.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: ChargeAmount</a>
public record Money(BigDecimal amount, Currency currency) {
  /// Twilio takes a `ChargeAmount` below this, in whatever currency.
  public static final BigDecimal LIMIT = new BigDecimal("1000000");

  public Money {
    final int decimals = Math.max(0, currency.getDefaultFractionDigits());
    if (amount.stripTrailingZeros().scale() > decimals) {
      throw new IllegalArgumentException(
          "%s has %d decimals, %s has more"
              .formatted(currency.getCurrencyCode(), decimals, amount.toPlainString()));
    }
    if (amount.signum() <= 0) {
      throw new IllegalArgumentException("an amount is more than 0");
    }
    if (amount.compareTo(LIMIT) >= 0) {
      throw new IllegalArgumentException("an amount is less than " + LIMIT.toPlainString());
    }
    amount = amount.setScale(decimals);
  }

  /// Reads an amount as people and JSON write it, for instance `("42.50", "USD")`.
  ///
  /// @throws IllegalArgumentException when it is no plain decimal number, out of bounds, or the
  ///   currency is not one of ISO 4217
  public static Money of(String amount, String currency) {
    return new Money(decimal(amount), currency(currency));
  }

  /// An ISO 4217 currency by its code, in any letter case.
  ///
  /// @throws IllegalArgumentException when there is no such currency
  public static Currency currency(String code) {
    try {
      return Currency.getInstance(code.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a currency code of ISO 4217, such as USD", e);
    }
  }

  /// The sum of two amounts of one currency, for instance a price and its tip.
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("amounts of two currencies have no sum");
    }
    return new Money(amount.add(other.amount), currency);
  }

  /// The amount as Twilio and JSON read it: `42.50`.
  public String plain() {
    return amount.toPlainString();
  }

  @Override
  public String toString() {
    return plain() + " " + currency.getCurrencyCode();
  }

  private static BigDecimal decimal(String text) {
    if (!text.matches("-?[0-9]{1,12}(\\.[0-9]{1,6})?")) {
      throw new IllegalArgumentException("an amount is a plain decimal number, such as 42.50");
    }
    return new BigDecimal(text);
  }
}
