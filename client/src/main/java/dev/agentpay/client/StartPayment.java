package dev.agentpay.client;

import dev.agentpay.client.model.Advance;
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

/// What payment to take on which call: `StartPayment.on(call).charge("42.50", "USD")`. Each method
/// answers a new one. What is not said, the server's configuration says; without [#charge] the card
/// becomes a token and no money moves.
///
/// Bounds of the values are the server's: a value that it does not take is a `PayException` of type
/// `INVALID` that names it.
public final class StartPayment {
  private static final String DECIMAL = "[0-9]{1,12}(\\.[0-9]{1,6})?";

  /// Printable ASCII, as many characters as the server keeps.
  private static final String KEY = "[!-~]{1,128}";

  /// Sorted, so that one payment is always the same bytes: the server compares them under a key.
  private final Map<String, Object> properties;

  private final Optional<String> idempotencyKey;

  private StartPayment(Map<String, Object> properties, Optional<String> idempotencyKey) {
    this.properties = properties;
    this.idempotencyKey = idempotencyKey;
  }

  /// A payment on this call.
  ///
  /// @param callSid Twilio's `CA…` of any of its legs
  public static StartPayment on(String callSid) {
    return new StartPayment(Map.of("call", Map.of("sid", callSid)), Optional.empty());
  }

  /// A payment on the call under this UUI, which becomes mine if it is nobody's.
  public static StartPayment onUui(String uui) {
    return new StartPayment(Map.of("call", Map.of("uui", uui)), Optional.empty());
  }

  /// Charge this amount.
  ///
  /// @param amount in units of the currency, such as `42.50`
  /// @param currency ISO 4217 code, such as `USD`
  /// @throws IllegalArgumentException when the amount is no plain decimal number
  public StartPayment charge(String amount, String currency) {
    return with("amount", decimal(amount)).with("currency", currency);
  }

  /// Charge this amount.
  public StartPayment charge(BigDecimal amount, String currency) {
    return charge(amount.toPlainString(), currency);
  }

  /// On top of the amount and in its currency.
  ///
  /// @throws IllegalArgumentException when the tip is no plain decimal number
  public StartPayment tip(String tip) {
    return with("tip", decimal(tip));
  }

  /// Move no money: make a token of the card, to be charged later.
  public StartPayment tokenize() {
    return without("amount").without("tip");
  }

  /// What kind of token.
  public StartPayment tokenType(TokenType type) {
    return with("tokenType", Names.wire(type));
  }

  /// In which currency a token will be used, when nothing is charged.
  public StartPayment currency(String currency) {
    return with("currency", currency);
  }

  /// What the processor shows for it.
  public StartPayment description(String description) {
    return with("description", description);
  }

  /// Your own id for it, such as an order's number, by which [PayClient#paySessions] finds it.
  public StartPayment reference(String reference) {
    return with("reference", reference);
  }

  /// One of the server's configured connectors.
  public StartPayment connector(String name) {
    return with("connector", name);
  }

  /// From a bank account of this kind, by ACH debit, instead of a card.
  public StartPayment achDebit(BankAccountType account) {
    return with("paymentMethod", Names.wire(PaymentMethod.ACH_DEBIT))
        .with("bankAccountType", Names.wire(account));
  }

  /// Which fields are asked for, in this order.
  public StartPayment captureOrder(CaptureField... fields) {
    return with("captureOrder", Arrays.stream(fields).map(Names::wire).toList());
  }

  /// Only cards of these brands, in Twilio's spelling, such as `visa`.
  public StartPayment validCardTypes(String... types) {
    return with("validCardTypes", List.of(types));
  }

  /// How many characters a postal code has at least.
  public StartPayment minPostalCodeLength(int characters) {
    return with("minPostalCodeLength", characters);
  }

  /// How many seconds of silence end a field.
  public StartPayment inputTimeoutSeconds(int seconds) {
    return with("inputTimeoutSeconds", seconds);
  }

  /// What the connector is told besides. Never anything of a card.
  public StartPayment parameters(Map<String, String> parameters) {
    return with("parameters", new TreeMap<>(parameters));
  }

  /// Who asks for the next field when one is done; the server does, unless this says otherwise.
  public StartPayment advance(Advance advance) {
    return with("advance", Names.wire(advance));
  }

  /// Start although an earlier session on the call may have charged: a person has confirmed it, and
  /// the server keeps who.
  public StartPayment confirmMayHaveCharged() {
    return with("confirmMayHaveCharged", true);
  }

  /// Under which key the server does this only once, whoever repeats it, even another process: the
  /// repetition answers the same session. Without one each [PayClient#start] has a key of its own,
  /// which covers its own repetitions only.
  ///
  /// @param key at most 128 printable ASCII characters, without spaces
  /// @throws IllegalArgumentException when it is anything else
  public StartPayment idempotencyKey(String key) {
    if (!key.matches(KEY)) {
      throw new IllegalArgumentException(
          "an idempotency key is 1 to 128 printable ASCII characters without spaces");
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

  private static String decimal(String amount) {
    if (!amount.matches(DECIMAL)) {
      throw new IllegalArgumentException("an amount is a plain decimal number, such as 42.50");
    }
    return amount;
  }
}
