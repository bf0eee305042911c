package dev.agentpay.server.api;

import dev.agentpay.auth.Pins;
import dev.agentpay.calls.Uui;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.BankAccountType;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.Currencies;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PaymentMethod;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.payments.values.TokenType;
import dev.agentpay.server.http.JsonFields;
import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemType;
import dev.agentpay.server.options.PaymentDefaults;
import dev.agentpay.server.options.ServerOptions;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Parses the request that starts a pay session.
final class StartReader {
  /// Longest short text. A CallSid has 34 characters, an amount 15, a currency 3; longer values are
  /// mistakes.
  private static final int MAX_SHORT = 64;

  /// Longest value of a connector parameter: Twilio passes all parameters in one form field.
  private static final int MAX_PARAMETER = 200;

  /// Longest minimum for a postal code; no country has longer codes.
  private static final int MAX_POSTAL_CODE = 10;

  private static final Pattern ZERO = Pattern.compile("0{1,12}(\\.0{1,6})?");

  private final Map<String, String> connectors = new LinkedHashMap<>();
  private final String defaultConnector;
  private final Currency defaultCurrency;
  private final PaymentDefaults defaults;

  /// @param request whose call is a placeholder until the call is found
  /// @param confirmed whether the agent accepts that an earlier session may have charged
  record Start(CallRef call, PayRequest request, boolean confirmed) {}

  /// Placeholder for the call, so that everything else is checked before a call is claimed.
  private static final CallSid PLACEHOLDER_CALL = new CallSid("CA" + "0".repeat(32));

  StartReader(ServerOptions options) {
    options.connectors().forEach(c -> connectors.put(c.name(), c.name()));
    defaultConnector = options.defaultConnector();
    defaultCurrency = Currencies.of(options.defaultCurrency());
    defaults = options.payments();
  }

  /// @throws ProblemException `BAD_REQUEST` or `INVALID`, with all errors `FORBIDDEN` if a value
  ///   differs from the pinned one
  Start read(byte[] body, Pins pins) {
    final PinCheck pinned = new PinCheck();
    final JsonFields fields = JsonFields.read(body);
    final JsonFields callFields = fields.part("call");
    final Optional<CallRef> sid =
        callFields.parsed("sid", MAX_SHORT, text -> new CallRef.BySid(new CallSid(text)));
    final Optional<CallRef> uui =
        callFields.parsed("uui", Uui.MAX_LENGTH, text -> new CallRef.ByUui(new Uui(text)));
    final boolean mayBeLeftOut = pins.nameCall() && sid.isEmpty();
    if (callFields.isFine() && sid.isPresent() == uui.isPresent() && !mayBeLeftOut) {
      callFields.refuse("sid", "give either sid or uui, not both");
    }
    final Optional<CallRef> call = call(pinned, pins, sid, uui);
    final Currency currency =
        pinned
            .fill(
                "currency",
                fields.parsed("currency", MAX_SHORT, Currencies::of),
                pins.currency().map(Currencies::of))
            .orElse(defaultCurrency);
    final Optional<Money> amount =
        pinned.fill(
            "amount",
            money(fields, "amount", currency),
            pins.amount().map(text -> Money.of(text, currency.getCurrencyCode())));
    final Optional<Money> tip = tip(fields, currency);
    if (tip.isPresent() && pins.amount().isPresent()) {
      pinned.refuse("tip", "this token allows only the pinned amount; leave the field out");
    }
    final String description = fields.words("description", PayRequest.MAX_TEXT).orElse("");
    final String reference =
        pinned
            .fill("reference", fields.words("reference", PayRequest.MAX_TEXT), pins.reference())
            .orElse("");
    final String connector =
        pinned
            .fill("connector", fields.oneOf("connector", connectors), pins.connector())
            .orElse(defaultConnector);
    final TokenType tokenType =
        fields.oneOf("tokenType", Names.TOKEN_TYPES).orElse(TokenType.REUSABLE);
    final PaymentMethod method =
        fields.oneOf("paymentMethod", Names.METHODS).orElse(PaymentMethod.CREDIT_CARD);
    final Optional<BankAccountType> account = fields.oneOf("bankAccountType", Names.ACCOUNTS);
    final List<CaptureField> order =
        fields.listOf("captureOrder", Names.FIELDS).orElse(defaultOrder(method));
    final List<CaptureField> twice =
        fields.listOf("typeTwice", Names.FIELDS).orElseGet(() -> defaults.typedTwice(order));
    final List<String> cards =
        fields.listOf("validCardTypes", Names.CARDS).orElse(defaults.cardTypes());
    final int postalCode = fields.number("minPostalCodeLength", 0, 0, MAX_POSTAL_CODE);
    final int timeout =
        fields.number(
            "inputTimeoutSeconds",
            defaults.inputTimeoutSeconds(),
            1,
            PayRequest.MAX_INPUT_TIMEOUT_SECONDS);
    final Map<String, String> parameters = parameters(fields);
    final Advance advance = fields.oneOf("advance", Names.ADVANCES).orElse(Advance.SERVER);
    final boolean confirmed = fields.flag("confirmMayHaveCharged");
    fields.done();
    pinned.done();
    try {
      return new Start(
          call.orElseThrow(),
          new PayRequest(
              PLACEHOLDER_CALL,
              amount,
              tip,
              currency,
              description,
              reference,
              connector,
              tokenType,
              method,
              account,
              order,
              cards,
              postalCode,
              timeout,
              parameters,
              advance,
              Optional.empty(),
              twice),
          confirmed);
    } catch (IllegalArgumentException e) {
      // PayRequest checks that the values are consistent; its messages name the field.
      throw new ProblemException(ProblemType.INVALID, String.valueOf(e.getMessage()));
    }
  }

  /// Returns the call that the request names, or the pinned one.
  private static Optional<CallRef> call(
      PinCheck pinned, Pins pins, Optional<CallRef> sid, Optional<CallRef> uui) {
    if (!pins.nameCall()) {
      return sid.or(() -> uui);
    }
    if (pins.callSid().isEmpty() && sid.isPresent()) {
      pinned.refuse("call.sid", "this token allows only the call with the pinned UUI");
    }
    if (pins.uui().isEmpty() && uui.isPresent()) {
      pinned.refuse("call.uui", "this token allows only the call with the pinned sid");
    }
    return pinned
        .fill("call.sid", sid, pins.callSid().map(text -> new CallRef.BySid(new CallSid(text))))
        .filter(_ -> pins.callSid().isPresent())
        .or(
            () ->
                pinned.fill(
                    "call.uui", uui, pins.uui().map(text -> new CallRef.ByUui(new Uui(text)))));
  }

  /// Returns the tip; a tip of 0 is none.
  private static Optional<Money> tip(JsonFields fields, Currency currency) {
    return fields
        .parsed(
            "tip",
            MAX_SHORT,
            text ->
                ZERO.matcher(text).matches()
                    ? Optional.<Money>empty()
                    : Optional.of(Money.of(text, currency.getCurrencyCode())))
        .flatMap(tip -> tip);
  }

  private static Optional<Money> money(JsonFields fields, String name, Currency currency) {
    return fields.parsed(name, MAX_SHORT, text -> Money.of(text, currency.getCurrencyCode()));
  }

  private static Map<String, String> parameters(JsonFields fields) {
    final Map<String, String> parameters = fields.texts("parameters", MAX_SHORT, MAX_PARAMETER);
    if (parameters.containsKey(SessionId.CONNECTOR_PARAMETER)) {
      fields.refuse(
          "parameters." + SessionId.CONNECTOR_PARAMETER, "is reserved for the session id");
    }
    return parameters;
  }

  private static List<CaptureField> defaultOrder(PaymentMethod method) {
    return switch (method) {
      case CREDIT_CARD ->
          List.of(
              CaptureField.PAYMENT_CARD_NUMBER,
              CaptureField.EXPIRATION_DATE,
              CaptureField.SECURITY_CODE);
      case ACH_DEBIT -> List.of(CaptureField.BANK_ROUTING_NUMBER, CaptureField.BANK_ACCOUNT_NUMBER);
    };
  }
}
