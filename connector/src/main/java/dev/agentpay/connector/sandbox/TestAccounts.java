package dev.agentpay.connector.sandbox;

import dev.agentpay.connector.spi.BankAccountNumber;
import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.PaymentMethod;
import java.util.Optional;

/// The test bank accounts that
/// [Twilio](https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector) publishes for
/// connectors in TEST mode. They succeed with any valid routing number.
final class TestAccounts {
  private static final Outcome.Refused UNKNOWN =
      new Outcome.Refused(
          "not_a_test_account",
          "The sandbox accepts published test accounts only; no bank was contacted");

  private static final Outcome.Refused WRONG_ROUTING =
      new Outcome.Refused("routing_number_invalid", "The routing number is not valid");

  private TestAccounts() {}

  /// Returns why the account is refused, or empty if it succeeds.
  static Optional<Outcome.Refused> refusal(PaymentMethod.BankAccount account) {
    BankAccountNumber number = account.number();
    if (!number.is("12345678") && !number.is("123456789")) {
      return Optional.of(UNKNOWN);
    }
    return isRoutingNumber(account.routingNumber()) ? Optional.empty() : Optional.of(WRONG_ROUTING);
  }

  /// Verifies the checksum of the American Bankers Association, with the weights 3, 7 and 1. The
  /// routing numbers in Twilio's examples have eight digits and no check digit.
  private static boolean isRoutingNumber(String digits) {
    if (digits.length() == 8) {
      return true;
    }
    int[] weights = {3, 7, 1};
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      sum += (digits.charAt(i) - '0') * weights[i % weights.length];
    }
    return sum > 0 && sum % 10 == 0;
  }
}
