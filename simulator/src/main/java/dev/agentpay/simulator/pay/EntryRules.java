package dev.agentpay.simulator.pay;

import dev.agentpay.simulator.options.Choices.CardEnd;
import dev.agentpay.simulator.options.Choices.DateError;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.options.Switches;
import dev.agentpay.simulator.wire.Luhn;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/// Decides whether the entry of one field is complete and valid.
///
/// @param securityCodeLength of the captured card's brand
record EntryRules(
    CaptureField field, PaymentOrder order, Switches switches, int securityCodeLength) {
  /// Longest account number in US clearing.
  private static final int LONGEST_ACCOUNT = 17;

  private static final int SHORTEST_ACCOUNT = 4;

  /// Longest postal code in use, counting digits only.
  private static final int LONGEST_POSTAL_CODE = 10;

  /// Whether these digits end the entry.
  boolean isFinished(String digits) {
    return switch (field) {
      case PAYMENT_CARD_NUMBER -> cardIsFinished(digits);
      case EXPIRATION_DATE -> digits.length() == 4;
      case SECURITY_CODE -> digits.length() == securityCodeLength;
      case POSTAL_CODE -> digits.length() == LONGEST_POSTAL_CODE;
      case BANK_ROUTING_NUMBER -> digits.length() == 9;
      case BANK_ACCOUNT_NUMBER -> digits.length() == LONGEST_ACCOUNT;
    };
  }

  /// Whether these digits are too few for a whole entry.
  boolean isTooShort(String digits) {
    return switch (field) {
      case PAYMENT_CARD_NUMBER ->
          CardBrand.of(digits).map(b -> !b.allowsLength(digits.length())).orElse(true);
      case EXPIRATION_DATE -> digits.length() < 4;
      case SECURITY_CODE -> digits.length() < securityCodeLength;
      case POSTAL_CODE -> digits.length() < Math.max(1, order.minPostalCodeLength());
      case BANK_ROUTING_NUMBER -> digits.length() < 9;
      case BANK_ACCOUNT_NUMBER -> digits.length() < SHORTEST_ACCOUNT;
    };
  }

  /// The `ErrorType` of a finished entry; empty if it is valid.
  Optional<String> error(String digits, Instant now) {
    return switch (field) {
      case PAYMENT_CARD_NUMBER -> cardError(digits);
      case EXPIRATION_DATE -> dateError(digits, now);
      case SECURITY_CODE, POSTAL_CODE -> errorIf(isTooShort(digits));
      case BANK_ROUTING_NUMBER -> errorIf(digits.length() != 9 || !routingChecksumHolds(digits));
      case BANK_ACCOUNT_NUMBER -> errorIf(isTooShort(digits) || digits.length() > LONGEST_ACCOUNT);
    };
  }

  private boolean cardIsFinished(String digits) {
    final Optional<CardBrand> brand = CardBrand.of(digits);
    int length = digits.length();
    return length == CardBrand.LONGEST
        || switch (switches.choice(Switch.CARD_ENDS_ON, CardEnd.class)) {
          case LENGTH -> brand.filter(b -> length == b.usualLength(digits)).isPresent();
          case UNAMBIGUOUS_LENGTH -> brand.filter(b -> length == b.longest()).isPresent();
          case LUHN -> brand.filter(b -> b.allowsLength(length)).isPresent() && Luhn.holds(digits);
          case TIMEOUT -> false;
        };
  }

  private Optional<String> cardError(String digits) {
    final Optional<CardBrand> brand = CardBrand.of(digits);
    // The check digit is not verified: one of Twilio's published test cards has a wrong one.
    if (isTooShort(digits) || !TestCards.published(digits)) {
      return Optional.of(field.errorType());
    }
    return brand.filter(order::accepts).isPresent()
        ? Optional.empty()
        : Optional.of("invalid-card-type");
  }

  private Optional<String> dateError(String digits, Instant now) {
    final String invalid =
        switches.is(Switch.DATE_ERROR, DateError.INVALID_DATE)
            ? field.errorType()
            : "date-validation-failed";
    if (isTooShort(digits)) {
      return Optional.of(invalid);
    }
    int month = Integer.parseInt(digits.substring(0, 2));
    if (month < 1 || month > 12) {
      return Optional.of(invalid);
    }
    final YearMonth expiry = YearMonth.of(2000 + Integer.parseInt(digits.substring(2)), month);
    final YearMonth present = YearMonth.from(now.atZone(ZoneOffset.UTC));
    return expiry.isBefore(present) ? Optional.of(invalid) : Optional.empty();
  }

  private Optional<String> errorIf(boolean wrong) {
    return wrong ? Optional.of(field.errorType()) : Optional.empty();
  }

  /// The ABA checksum: weights 3, 7, 1.
  private static boolean routingChecksumHolds(String digits) {
    int[] weights = {3, 7, 1};
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      sum += (digits.charAt(i) - '0') * weights[i % 3];
    }
    return sum > 0 && sum % 10 == 0;
  }
}
