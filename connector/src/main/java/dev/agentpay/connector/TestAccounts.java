package dev.agentpay.connector;

import dev.agentpay.connector.spi.BankAccountNumber;
import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.PaymentMethod;
import java.util.Optional;

/// The bank accounts that
/// [Twilio](https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector) publishes for
/// connectors in TEST mode; they pay with any valid routing number.
final class TestAccounts {
  private static final Outcome.Refused UNKNOWN =
      new Outcome.Refused(
          "not_a_test_account",
          "The sandbox takes published test accounts only; no bank was asked");

  private static final Outcome.Refused WRONG_ROUTING =
      new Outcome.Refused("routing_number_invalid", "There is no bank with this routing number");

  private TestAccounts() {}

  /// Why the account is refused, or empty when it pays.
  static Optional<Outcome.Refused> refusal(PaymentMethod.BankAccount account) {
    BankAccountNumber number = account.number();
    if (!number.is("12345678") && !number.is("123456789")) {
      return Optional.of(UNKNOWN);
    }
    return isRoutingNumber(account.routingNumber()) ? Optional.empty() : Optional.of(WRONG_ROUTING);
  }

  /// The American Bankers Association's checksum: weights 3, 7, 1.
  private static boolean isRoutingNumber(String digits) {
    int[] weights = {3, 7, 1};
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      sum += (digits.charAt(i) - '0') * weights[i % weights.length];
    }
    return sum > 0 && sum % 10 == 0;
  }
}
