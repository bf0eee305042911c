package dev.agentpay.simulator.pay;

import dev.agentpay.simulator.options.ConnectorOptions;
import dev.agentpay.simulator.wire.Form;
import dev.agentpay.simulator.wire.JsonText;
import dev.agentpay.simulator.wire.TwilioError;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// Validates a create request (https://www.twilio.com/docs/voice/api/payment-resource), with
/// Twilio's error code for each mistake.
final class PaymentOrders {
  private static final Set<String> BANK_ACCOUNT_TYPES =
      Set.of("consumer-checking", "consumer-savings", "commercial-checking");
  private static final Set<String> TOKEN_TYPES = Set.of("one-time", "reusable", "payment-method");
  private static final Set<String> METHODS = Set.of("credit-card", "ach-debit");

  /// In characters. No connector documents a longer list of parameters.
  private static final int LONGEST_PARAMETER = 4_096;

  private static final String[] NONE = {};

  private final int status;
  private final List<ConnectorOptions> connectors;

  PaymentOrders(List<ConnectorOptions> connectors, int statusOf64xxx) {
    this.connectors = connectors;
    status = statusOf64xxx;
  }

  PaymentOrder read(Form form) {
    oneOf(form, "Input", Set.of("dtmf"), "dtmf");
    boolean ach = oneOf(form, "PaymentMethod", METHODS, "credit-card").equals("ach-debit");
    final String bankAccountType =
        oneOf(form, "BankAccountType", BANK_ACCOUNT_TYPES, "consumer-checking");
    check(
        ach || form.given("BankAccountType").isEmpty(),
        64017,
        "BankAccountType is for PaymentMethod=ach-debit only");
    final ConnectorOptions connector = connector(form.given("PaymentConnector").orElse("Default"));
    final PaymentOrder order =
        new PaymentOrder(
            ach,
            bankAccountType,
            amount(form),
            currency(form),
            form.given("Description"),
            parameters(form),
            connector,
            oneOf(form, "TokenType", TOKEN_TYPES, "reusable"),
            bool(form, "SecurityCode", true),
            bool(form, "PostalCode", true),
            number(form, "MinPostalCodeLength", 0, 0, 10),
            number(form, "Timeout", 5, 1, 600),
            cardTypes(form),
            repeated(form),
            bool(form, "Confirmation", false));
    checkRepeated(order);
    checkAgainstConnector(order);
    return order;
  }

  private Set<CaptureField> repeated(Form form) {
    final Set<CaptureField> repeated = EnumSet.noneOf(CaptureField.class);
    for (String name :
        form.given("RequireMatchingInputs").map(t -> t.split(",", -1)).orElse(NONE)) {
      final Optional<CaptureField> field =
          CaptureField.of(name.strip()).filter(CaptureField::canBeRepeated);
      check(
          field.isPresent(),
          64020,
          "RequireMatchingInputs must be any of payment-card-number, expiration-date,"
              + " security-code, postal-code, separated by commas; got \""
              + name
              + "\"");
      field.ifPresent(repeated::add);
    }
    return repeated;
  }

  /// Twilio does not say what it does with a field that the payment does not capture. A client that
  /// never names one works either way.
  private void checkRepeated(PaymentOrder order) {
    check(
        order.fields().containsAll(order.repeated()),
        64020,
        "RequireMatchingInputs names a field that this payment does not capture; its fields are "
            + order.fields().stream().map(CaptureField::kebab).toList());
  }

  private ConnectorOptions connector(String name) {
    return connectors.stream()
        .filter(connector -> connector.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                error(
                    64004,
                    "PaymentConnector "
                        + name
                        + " is not installed; installed are "
                        + connectors.stream().map(ConnectorOptions::name).toList()));
  }

  private Optional<String> amount(Form form) {
    final Optional<String> text = form.given("ChargeAmount");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      check(text.get().matches("-?[0-9]{1,20}(\\.[0-9]{0,10})?"), 64003, "");
      final BigDecimal amount = new BigDecimal(text.get());
      check(amount.signum() >= 0 && amount.compareTo(PaymentOrder.AMOUNT_LIMIT) < 0, 64003, "");
      return amount.signum() == 0 ? Optional.empty() : text;
    } catch (TwilioError | NumberFormatException _) {
      throw error(
          64003,
          "ChargeAmount must be a decimal from 0 to less than 1000000; got \"" + text.get() + "\"");
    }
  }

  private String currency(Form form) {
    final String code = form.given("Currency").orElse("USD").toUpperCase(Locale.ROOT);
    try {
      return Currency.getInstance(code).getCurrencyCode();
    } catch (IllegalArgumentException _) {
      throw error(64020, "Currency must be an ISO 4217 code such as USD; got \"" + code + "\"");
    }
  }

  private Map<String, Object> parameters(Form form) {
    final Optional<String> text = form.given("Parameter");
    if (text.isEmpty()) {
      return Map.of();
    }
    check(
        text.get().length() <= LONGEST_PARAMETER,
        64020,
        "Parameter is longer than " + LONGEST_PARAMETER + " characters");
    try {
      final ObjectNode object = JsonText.object(text.get());
      boolean flat = object.valueStream().noneMatch(v -> v.isContainer() || v.isNull());
      check(flat, 64020, "Parameter must be a JSON object of one level, without nulls");
      return JsonText.map(object);
    } catch (JacksonException _) {
      throw error(64020, "Parameter must be a JSON object such as {\"name\": \"value\"}");
    }
  }

  private Set<String> cardTypes(Form form) {
    final Set<String> types =
        Set.copyOf(
            Arrays.asList(
                form.given("ValidCardTypes").orElse("visa mastercard amex").split("\\s+", -1)));
    check(
        types.stream().allMatch(CardBrand.wireNames()::contains),
        64020,
        "ValidCardTypes must be any of "
            + String.join(" ", CardBrand.wireNames())
            + "; got \""
            + String.join(" ", types)
            + "\"");
    return types;
  }

  private void checkAgainstConnector(PaymentOrder order) {
    final ConnectorOptions connector = order.connector();
    check(
        connector.mode() == ConnectorOptions.Mode.TEST || connector.approvedForLive(),
        64024,
        "connector "
            + connector.name()
            + " is in LIVE mode, but Twilio has not approved it for LIVE");
    check(
        order.charges() || connector.tokenizes(),
        64005,
        connector.name() + " cannot create tokens");
    check(
        order.charges() || connector.tokenTypes().contains(order.tokenType()),
        64006,
        connector.name() + " does not support the token type " + order.tokenType());
    check(!order.charges() || connector.charges(), 64007, connector.name() + " cannot charge");
    check(
        connector.currencies().isEmpty() || connector.currencies().contains(order.currency()),
        64011,
        connector.name() + " does not support " + order.currency());
    check(
        connector.paymentMethods().contains(order.method()),
        64013,
        connector.name() + " does not support " + order.method());
    check(
        !order.ach() || order.parameters().containsKey("AVSName"),
        64014,
        "ach-debit needs AVSName in Parameter");
    Predicate<String> missing = name -> !order.parameters().containsKey(name);
    check(
        connector.requiredParameters().stream().noneMatch(missing),
        64015,
        connector.name() + " needs " + connector.requiredParameters() + " in Parameter");
  }

  private String oneOf(Form form, String name, Set<String> allowed, String otherwise) {
    final String value = form.given(name).orElse(otherwise);
    check(
        allowed.contains(value),
        64020,
        name
            + " must be one of "
            + String.join(", ", allowed.stream().sorted().toList())
            + "; got \""
            + value
            + "\"");
    return value;
  }

  private boolean bool(Form form, String name, boolean otherwise) {
    final Optional<String> value = form.given(name).map(text -> text.toLowerCase(Locale.ROOT));
    check(
        value.isEmpty() || value.get().equals("true") || value.get().equals("false"),
        64020,
        name + " must be true or false");
    return value.map(Boolean::parseBoolean).orElse(otherwise);
  }

  private int number(Form form, String name, int otherwise, int least, int most) {
    final Optional<String> text = form.given(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    check(
        text.get().matches("[0-9]{1,6}")
            && Integer.parseInt(text.get()) >= least
            && Integer.parseInt(text.get()) <= most,
        64020,
        name
            + " must be a whole number from "
            + least
            + " to "
            + most
            + "; got \""
            + text.get()
            + "\"");
    return Integer.parseInt(text.get());
  }

  private void check(boolean holds, int code, String message) {
    if (!holds) {
      throw error(code, message);
    }
  }

  private TwilioError error(int code, String message) {
    return new TwilioError(status, code, message);
  }
}
