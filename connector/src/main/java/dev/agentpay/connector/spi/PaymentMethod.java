package dev.agentpay.connector.spi;

import java.util.Optional;

/// What the customer pays with. The secrets in it are wiped when the order is settled.
public sealed interface PaymentMethod {

  /// A card. Twilio leaves out what was not asked for, so all but the number may be missing.
  record Card(
      CardNumber number,
      Optional<SecurityCode> securityCode,
      Optional<Expiry> expiry,
      Optional<String> postalCode)
      implements PaymentMethod {
    @Override
    public void wipe() {
      number.wipe();
      securityCode.ifPresent(Secret::wipe);
      expiry.ifPresent(Secret::wipe);
    }

    @Override
    public String maskIn(String text) {
      return number.maskIn(text);
    }

    @Override
    public String toString() {
      return "card " + number;
    }
  }

  /// An account at a US bank, paid from by ACH. The routing number is nine digits and public.
  record BankAccount(BankAccountNumber number, String routingNumber) implements PaymentMethod {
    @Override
    public void wipe() {
      number.wipe();
    }

    @Override
    public String maskIn(String text) {
      return number.maskIn(text);
    }

    @Override
    public String toString() {
      return "bank account " + number;
    }
  }

  /// Overwrites every secret in it; using one afterwards is an `IllegalStateException`.
  void wipe();

  /// `text` without the card or account number, should it be in there.
  String maskIn(String text);
}
