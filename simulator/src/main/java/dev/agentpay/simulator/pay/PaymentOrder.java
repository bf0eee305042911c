package dev.agentpay.simulator.pay;

import dev.agentpay.simulator.options.ConnectorOptions;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The validated parameters of a create request.
///
/// @param amount as in the request; empty for a token
/// @param parameters for the connector, from `Parameter`
/// @param timeoutSeconds time-out for each further digit after the first
/// @param repeated the fields that the customer has to type twice
/// @param confirmation whether the customer has to press 1 before the connector is called
record PaymentOrder(
    boolean ach,
    String bankAccountType,
    Optional<String> amount,
    String currency,
    Optional<String> description,
    Map<String, Object> parameters,
    ConnectorOptions connector,
    String tokenType,
    boolean securityCode,
    boolean postalCode,
    int minPostalCodeLength,
    int timeoutSeconds,
    Set<String> validCardTypes,
    Set<CaptureField> repeated,
    boolean confirmation) {

  PaymentOrder {
    repeated = Set.copyOf(repeated);
    parameters = Map.copyOf(parameters);
    validCardTypes = Set.copyOf(validCardTypes);
  }

  /// Twilio's limit: a charge must be less than a million.
  static final BigDecimal AMOUNT_LIMIT = BigDecimal.valueOf(1_000_000);

  boolean charges() {
    return amount.isPresent();
  }

  String method() {
    return ach ? "ach-debit" : "credit-card";
  }

  boolean accepts(CardBrand brand) {
    return validCardTypes.contains(brand.wire())
        || (brand == CardBrand.AMEX && validCardTypes.contains("optima"));
  }

  /// Whether `Capture` may name this item.
  boolean allows(CaptureItem item) {
    return item.second() ? repeated.contains(item.field()) : fields().contains(item.field());
  }

  /// Everything that `Capture` may name.
  List<CaptureItem> items() {
    return fields().stream()
        .flatMap(field -> Stream.of(CaptureItem.first(field), new CaptureItem(field, true)))
        .filter(this::allows)
        .toList();
  }

  /// The fields to be captured, in Twilio's order.
  List<CaptureField> fields() {
    if (ach) {
      return List.of(CaptureField.BANK_ROUTING_NUMBER, CaptureField.BANK_ACCOUNT_NUMBER);
    }
    return List.of(CaptureField.values()).stream()
        .filter(
            field ->
                switch (field) {
                  case PAYMENT_CARD_NUMBER, EXPIRATION_DATE -> true;
                  case SECURITY_CODE -> securityCode;
                  case POSTAL_CODE -> postalCode;
                  case BANK_ROUTING_NUMBER, BANK_ACCOUNT_NUMBER -> false;
                })
        .toList();
  }
}
