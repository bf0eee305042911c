package dev.agentpay.client;

import dev.agentpay.client.capture.PaymentDetails;
import dev.agentpay.client.model.Advance;
import dev.agentpay.client.model.Amounts;
import dev.agentpay.client.model.BankAccountType;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Names;
import dev.agentpay.client.model.PaymentMethod;
import dev.agentpay.client.model.TokenType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A request for a payment on a call: `StartPayment.on(call).charge("42.50", "USD")`. Immutable:
/// each method returns a new request. The server's configuration supplies what is not set here.
/// Without [#charge] the card is tokenized and no money moves.
///
/// The server checks the bounds of the values. If it rejects one, it answers with a `PayException`
/// of type `INVALID` that names the value.
public final class StartPayment {
  /// Printable ASCII, at most the length that the server stores.
  private static final String KEY = "[!-~]{1,128}";

  /// Sorted, so that equal payments are equal bytes: the server compares the requests under one
  /// key.
  private final Map<String, Object> properties;

  private final Optional<String> idempotencyKey;

  private StartPayment(Map<String, Object> properties, Optional<String> idempotencyKey) {
    this.properties = properties;
    this.idempotencyKey = idempotencyKey;
  }

  /// A payment on this call.
  ///
  /// @param callSid Twilio's `CA…` of any leg of the call
  public static StartPayment on(String callSid) {
    return new StartPayment(Map.of("call", Map.of("sid", callSid)), Optional.empty());
  }

  /// A payment with these details of a capture. The server asks for the fields.
  static StartPayment of(String callSid, PaymentDetails details) {
    StartPayment payment = on(callSid).advance(Advance.SERVER);
    for (Map.Entry<String, Object> property : details.properties().entrySet()) {
      payment = payment.with(property.getKey(), property.getValue());
    }
    return payment;
  }

  /// A payment on the call with this UUI. Assigns the call to this agent if it is assigned to
  /// nobody.
  public static StartPayment onUui(String uui) {
    return new StartPayment(Map.of("call", Map.of("uui", uui)), Optional.empty());
  }

  /// Charges this amount.
  ///
  /// @param amount in units of the currency, such as `42.50`
  /// @param currency ISO 4217 code, such as `USD`
  /// @throws IllegalArgumentException if the amount is not a plain decimal number
  public StartPayment charge(String amount, String currency) {
    return with("amount", Amounts.decimal(amount)).with("currency", currency);
  }

  /// Charges this amount.
  public StartPayment charge(BigDecimal amount, String currency) {
    return charge(amount.toPlainString(), currency);
  }

  /// Adds a tip to the amount, in the same currency.
  ///
  /// @throws IllegalArgumentException if the tip is not a plain decimal number
  public StartPayment tip(String tip) {
    return with("tip", Amounts.decimal(tip));
  }

  /// Charges nothing and creates a token of the card for later charges.
  public StartPayment tokenize() {
    return without("amount").without("tip");
  }

  /// The kind of token to create.
  public StartPayment tokenType(TokenType type) {
    return with("tokenType", Names.wire(type));
  }

  /// The currency in which a token will be used, if nothing is charged.
  public StartPayment currency(String currency) {
    return with("currency", currency);
  }

  /// The description that the payment processor shows.
  public StartPayment description(String description) {
    return with("description", description);
  }

  /// Your own id, such as an order number. [PayClient#paySessions] can search for it.
  public StartPayment reference(String reference) {
    return with("reference", reference);
  }

  /// The name of one of the server's configured connectors.
  public StartPayment connector(String name) {
    return with("connector", name);
  }

  /// Debits a bank account of this kind by ACH instead of a card.
  public StartPayment achDebit(BankAccountType account) {
    return with("paymentMethod", Names.wire(PaymentMethod.ACH_DEBIT))
        .with("bankAccountType", Names.wire(account));
  }

  /// The fields to capture, in this order.
  public StartPayment captureOrder(CaptureField... fields) {
    return with("captureOrder", Arrays.stream(fields).map(Names::wire).toList());
  }

  /// The fields that the customer types twice, so that Twilio can compare the two entries. They
  /// must be in the capture order. Without this, the server's setting decides.
  public StartPayment typeTwice(CaptureField... fields) {
    return with("typeTwice", Arrays.stream(fields).map(Names::wire).toList());
  }

  /// Accepts only cards of these brands, in Twilio's spelling, such as `visa`.
  public StartPayment validCardTypes(String... types) {
    return with("validCardTypes", List.of(types));
  }

  /// The minimum number of characters of a postal code.
  public StartPayment minPostalCodeLength(int characters) {
    return with("minPostalCodeLength", characters);
  }

  /// Seconds of silence after which Twilio ends a field.
  public StartPayment inputTimeoutSeconds(int seconds) {
    return with("inputTimeoutSeconds", seconds);
  }

  /// Additional parameters for the connector. Must not contain card data.
  public StartPayment parameters(Map<String, String> parameters) {
    return with("parameters", new TreeMap<>(parameters));
  }

  /// Whether the server or the client asks for the next field; the server by default.
  public StartPayment advance(Advance advance) {
    return with("advance", Names.wire(advance));
  }

  /// Starts the payment even if an earlier session on the call may have charged. Requires a
  /// person's confirmation; the server records who confirmed.
  public StartPayment confirmMayHaveCharged() {
    return with("confirmMayHaveCharged", true);
  }

  /// The key under which the server starts this payment only once. A repeated start, even from
  /// another process, returns the same session. Without this, each [PayClient#start] has a new key,
  /// which covers only that call's own retries.
  ///
  /// @param key at most 128 printable ASCII characters, without spaces
  /// @throws IllegalArgumentException if the key has another format
  public StartPayment idempotencyKey(String key) {
    if (!key.matches(KEY)) {
      throw new IllegalArgumentException(
          "an idempotency key must have 1 to 128 printable ASCII characters without spaces");
    }
    return new StartPayment(properties, Optional.of(key));
  }

  Optional<String> idempotencyKey() {
    return idempotencyKey;
  }

  Map<String, Object> properties() {
    return properties;
  }

  private StartPayment with(String name, Object value) {
    final Map<String, Object> more = new TreeMap<>(properties);
    more.put(name, value);
    return new StartPayment(more, idempotencyKey);
  }

  private StartPayment without(String name) {
    final Map<String, Object> fewer = new TreeMap<>(properties);
    fewer.remove(name);
    return new StartPayment(fewer, idempotencyKey);
  }
}
