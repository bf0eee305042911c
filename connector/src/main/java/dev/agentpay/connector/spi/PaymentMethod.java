package dev.agentpay.connector.spi;

import java.util.Optional;

/// The card or bank account that the customer pays with. Its secrets are wiped as soon as the order
/// has been processed.
public sealed interface PaymentMethod {

  /// A card. Only the number is always present, because Twilio sends only the fields that were
  /// captured.
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

  /// A US bank account, charged by ACH. The routing number has nine digits and is public.
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

  /// Overwrites every secret of this payment method. Revealing one afterwards throws
  /// `IllegalStateException`.
  void wipe();

  /// Returns `text` with every occurrence of the card or account number masked.
  String maskIn(String text);
}
