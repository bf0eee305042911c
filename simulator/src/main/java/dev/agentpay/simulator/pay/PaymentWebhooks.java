package dev.agentpay.simulator.pay;

import dev.agentpay.simulator.options.Choices.CapturedFields;
import dev.agentpay.simulator.options.Choices.CardMask;
import dev.agentpay.simulator.options.Choices.LegSid;
import dev.agentpay.simulator.options.Choices.MatcherParameter;
import dev.agentpay.simulator.options.Choices.PartialOnFinal;
import dev.agentpay.simulator.options.Choices.RequiredStyle;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.wire.Transport;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.Webhook;
import dev.agentpay.simulator.world.Webhooks;
import dev.agentpay.simulator.world.WorldContext;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Builds and sends the status callbacks of payments, in the format seen from real accounts: each
/// callback has only some of the parameters, and the final one lacks many that came before.
public final class PaymentWebhooks {
  private static final DateTimeFormatter ISO_MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final WorldContext context;
  private final Webhooks webhooks;
  private final String accountSid;

  public PaymentWebhooks(WorldContext context, Webhooks webhooks, String accountSid) {
    this.context = context;
    this.webhooks = webhooks;
    this.accountSid = accountSid;
  }

  /// The callback after create: the payment's identity and settings, without fields.
  void created(Payment payment, Consumer<Transport.Outcome> done) {
    final Map<String, String> parameters = identity(payment);
    final PaymentOrder order = payment.order();
    parameters.put("PaymentConnector", order.connector().name());
    parameters.put("DateCreated", ISO_MILLIS.format(payment.created()));
    order.amount().ifPresent(amount -> parameters.put("ChargeAmount", amount));
    if (!order.charges()) {
      parameters.put("TokenType", order.tokenType());
    }
    if (order.ach()) {
      parameters.put("BankAccountType", order.bankAccountType());
    }
    webhooks.post(webhook(payment, false, parameters), done);
  }

  /// A field is being captured.
  void captureStarted(Payment payment, CaptureItem item) {
    post(payment, update(payment, item));
  }

  /// A key was pressed and the entry is not finished.
  void partial(Payment payment, CaptureItem item) {
    final Map<String, String> parameters = update(payment, item);
    parameters.put(item.parameter(ownParameter()), payment.partial().hidden("x"));
    parameters.put("PartialResult", "true");
    post(payment, parameters);
  }

  /// The entry was captured.
  void captured(Payment payment, CaptureItem item) {
    final Map<String, String> parameters = update(payment, item);
    putCaptured(parameters, payment, item);
    if (context.switches().is(Switch.PARTIAL_ON_FINAL, PartialOnFinal.FALSE)) {
      parameters.put("PartialResult", "false");
    }
    post(payment, parameters);
  }

  /// The entry was wrong or timed out; the payment stays open.
  void error(Payment payment, CaptureItem item, String errorType) {
    final Map<String, String> parameters = update(payment, item);
    parameters.put("ErrorType", errorType);
    post(payment, parameters);
  }

  /// The customer has not confirmed the payment in time; it stays open.
  void confirmationTimedOut(Payment payment) {
    final Map<String, String> parameters = identity(payment);
    parameters.put("DateUpdated", ISO_MILLIS.format(payment.updated()));
    parameters.put("ErrorType", "input-timeout");
    post(payment, parameters);
  }

  void sessionInProgress(Payment payment) {
    final Map<String, String> parameters = identity(payment);
    parameters.put("DateUpdated", ISO_MILLIS.format(payment.updated()));
    parameters.put("ErrorType", "session-in-progress");
    webhooks.post(webhook(payment, false, parameters));
  }

  void cancelledWithoutResult(Payment payment) {
    final Map<String, String> parameters = identity(payment);
    parameters.put("DateUpdated", ISO_MILLIS.format(context.instant()));
    post(payment, parameters);
  }

  /// The final callback.
  void result(Payment payment, String result, Map<String, String> more, boolean causedByUpdate) {
    final Map<String, String> parameters = identity(payment);
    parameters.put("DateUpdated", ISO_MILLIS.format(context.instant()));
    parameters.put("Result", result);
    payment
        .captured()
        .keySet()
        .forEach(field -> putCaptured(parameters, payment, CaptureItem.first(field)));
    parameters.putAll(more);
    webhooks.post(webhook(payment, causedByUpdate, parameters));
  }

  private Map<String, String> update(Payment payment, CaptureItem item) {
    final Map<String, String> parameters = identity(payment);
    parameters.put("DateUpdated", ISO_MILLIS.format(payment.updated()));
    parameters.put("Capture", item.kebab());
    parameters.put("Required", required(payment));
    boolean all = context.switches().is(Switch.CAPTURED_FIELDS, CapturedFields.ALL);
    payment.captured().keySet().stream()
        .filter(each -> all || each == item.field())
        .forEach(each -> putCaptured(parameters, payment, CaptureItem.first(each)));
    return parameters;
  }

  private String required(Payment payment) {
    final RequiredStyle style =
        context.switches().choice(Switch.REQUIRED_STYLE, RequiredStyle.class);
    return payment.required().stream()
        .map(item -> style == RequiredStyle.PASCAL_COMMA ? item.pascal() : item.kebab())
        .collect(Collectors.joining(style == RequiredStyle.KEBAB_COMMA_SPACE ? ", " : ","));
  }

  private boolean ownParameter() {
    return context.switches().is(Switch.MATCHER_PARAMETER, MatcherParameter.OWN);
  }

  private void putCaptured(Map<String, String> parameters, Payment payment, CaptureItem item) {
    final CaptureField field = item.field();
    final TypedDigits typed = payment.captured().get(field);
    if (typed == null) {
      return;
    }
    parameters.put(
        item.parameter(ownParameter()),
        switch (field) {
          case PAYMENT_CARD_NUMBER -> cardMask(typed);
          case SECURITY_CODE -> typed.hidden("x");
          case BANK_ACCOUNT_NUMBER -> typed.masked(2, "*");
          case EXPIRATION_DATE, POSTAL_CODE, BANK_ROUTING_NUMBER -> typed.digits();
        });
    if (field == CaptureField.PAYMENT_CARD_NUMBER) {
      payment.brand().ifPresent(brand -> parameters.put("PaymentCardType", brand.wire()));
    }
  }

  private String cardMask(TypedDigits card) {
    return switch (context.switches().choice(Switch.CARD_MASK, CardMask.class)) {
      case LAST4 -> card.masked(4, "x");
      case GROUPED -> "xxxx-xxxxxx-x" + card.masked(4, "");
    };
  }

  private Map<String, String> identity(Payment payment) {
    final Leg leg = payment.leg();
    boolean parents = context.switches().is(Switch.CALLBACK_CALL_SID, LegSid.PARENT);
    final Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("AccountSid", accountSid);
    parameters.put("CallSid", parents ? leg.parent().map(Leg::sid).orElse(leg.sid()) : leg.sid());
    parameters.put("Sid", payment.sid());
    parameters.put("PaymentMethod", payment.order().method());
    return parameters;
  }

  private void post(Payment payment, Map<String, String> parameters) {
    webhooks.post(webhook(payment, true, parameters));
  }

  private Webhook webhook(Payment payment, boolean causedByUpdate, Map<String, String> parameters) {
    context.faults().callbackErrorType().ifPresent(type -> parameters.put("ErrorType", type));
    return new Webhook(
        Webhook.Kind.PAYMENT_STATUS,
        payment.sid(),
        "POST",
        payment.callbackUrl(causedByUpdate),
        parameters,
        context.switches().is(Switch.CALLBACKS_HONOUR_OVERRIDES));
  }
}
