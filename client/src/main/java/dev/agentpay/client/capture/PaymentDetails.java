package dev.agentpay.client.capture;

import dev.agentpay.client.model.Amounts;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Names;
import dev.agentpay.client.model.TokenType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What [CardCapture#startCapture] asks for: `PaymentDetails.token().charge("42.50").tip("5.00")`.
/// Immutable: each method returns new details. The server's configuration supplies what is not set.
public final class PaymentDetails {
  private static final String ZERO = "0+(\\.0+)?";

  private static final PaymentDetails TOKEN = new PaymentDetails(Map.of());

  private final Map<String, Object> properties;

  private PaymentDetails(Map<String, Object> properties) {
    this.properties = Collections.unmodifiableMap(properties);
  }

  /// Makes the card a token. Nothing is charged.
  public static PaymentDetails token() {
    return TOKEN;
  }

  /// Charges this amount, in the server's default currency unless [#currency] names another; 0
  /// charges nothing and makes the card a token.
  ///
  /// @param amount in units of the currency, such as `42.50`
  /// @throws IllegalArgumentException if the amount is not a plain decimal number
  public PaymentDetails charge(String amount) {
    return Amounts.decimal(amount).matches(ZERO)
        ? without("amount").without("tip")
        : with("amount", amount);
  }

  /// Charges this amount; see [#charge(String)].
  public PaymentDetails charge(BigDecimal amount) {
    return charge(amount.toPlainString());
  }

  /// Adds a tip to the amount.
  ///
  /// @throws IllegalArgumentException if the tip is not a plain decimal number
  public PaymentDetails tip(String tip) {
    return with("tip", Amounts.decimal(tip));
  }

  /// @param currency ISO 4217 code, such as `USD`
  public PaymentDetails currency(String currency) {
    return with("currency", currency);
  }

  /// Your own id, such as an order number.
  public PaymentDetails reference(String reference) {
    return with("reference", reference);
  }

  /// The description that the payment processor shows.
  public PaymentDetails description(String description) {
    return with("description", description);
  }

  /// The name of one of the server's configured connectors.
  public PaymentDetails connector(String name) {
    return with("connector", name);
  }

  /// The fields to ask for, in this order.
  public PaymentDetails captureOrder(CaptureField... fields) {
    return with("captureOrder", Arrays.stream(fields).map(Names::wire).toList());
  }

  /// The kind of token to create.
  public PaymentDetails tokenType(TokenType type) {
    return with("tokenType", Names.wire(type));
  }

  /// Additional parameters for the connector. Must not contain card data.
  public PaymentDetails parameters(Map<String, String> parameters) {
    return with("parameters", new TreeMap<>(parameters));
  }

  /// Starts the payment even if an earlier one on the call may have charged. Requires a person's
  /// confirmation; the server records who confirmed.
  public PaymentDetails confirmMayHaveCharged() {
    return with("confirmMayHaveCharged", true);
  }

  /// The details by their names in the API, without those that are not set.
  public Map<String, Object> properties() {
    return properties;
  }

  private PaymentDetails with(String name, Object value) {
    final Map<String, Object> more = new TreeMap<>(properties);
    more.put(name, value);
    return new PaymentDetails(more);
  }

  private PaymentDetails without(String name) {
    final Map<String, Object> fewer = new TreeMap<>(properties);
    fewer.remove(name);
    return new PaymentDetails(fewer);
  }
}
