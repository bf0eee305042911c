package dev.agentpay.simulator.pay;

import dev.agentpay.simulator.options.Choices.MatcherTooEarly;
import dev.agentpay.simulator.options.Choices.Replay;
import dev.agentpay.simulator.options.Choices.SecondSession;
import dev.agentpay.simulator.options.Choices.Surface;
import dev.agentpay.simulator.options.ConnectorOptions;
import dev.agentpay.simulator.options.ConnectorOutcome;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.options.Switches;
import dev.agentpay.simulator.wire.Form;
import dev.agentpay.simulator.wire.TwilioError;
import dev.agentpay.simulator.wire.Urls;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.WorldContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// All Payment resources. A call has at most one open payment; REST requests and the customer's
/// keys change it.
public final class Payments {
  /// Finished payments are removed above this number, so that a load test does not fill the heap.
  static final int MOST_PAYMENTS = 20_000;

  private final WorldContext context;
  private final PaymentWebhooks callbacks;
  private final GenericConnector generic;
  private final HostedConnector hosted;
  private final Map<String, Payment> payments = new LinkedHashMap<>();
  private final Map<String, Payment> openByLeg = new HashMap<>();
  private final Map<String, Payment> createdByKey =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Payment> eldest) {
          return size() > MOST_PAYMENTS;
        }
      };

  public Payments(WorldContext context, PaymentWebhooks callbacks) {
    this.context = context;
    this.callbacks = callbacks;
    generic = new GenericConnector(context);
    hosted = new HostedConnector(context);
  }

  /// Creates a payment. `afterCallback` runs when the create callback was answered or has failed.
  ///
  /// @throws TwilioError if the request is refused; nothing has changed
  public Payment create(
      Leg leg, Form form, List<ConnectorOptions> connectors, Consumer<Payment> afterCallback) {
    final Switches switches = context.switches();
    final String key = required(form, "IdempotencyKey");
    final String url = statusCallback(form);
    final Optional<Payment> earlier = Optional.ofNullable(createdByKey.get(leg.sid() + " " + key));
    if (earlier.isPresent() && switches.is(Switch.REPLAY, Replay.SAME_PAYMENT)) {
      context.after(Duration.ZERO, () -> afterCallback.accept(earlier.get()));
      return earlier.get();
    }
    if (earlier.isPresent() && switches.is(Switch.REPLAY, Replay.ERROR_64021)) {
      throw error(64021, "a payment with this IdempotencyKey already exists on this call");
    }
    requireInProgress(leg);
    final PaymentOrder order =
        new PaymentOrders(connectors, switches.number(Switch.HTTP_STATUS_OF_64XXX)).read(form);
    final Optional<Payment> open = open(leg);
    if (open.isPresent() && switches.is(Switch.SECOND_SESSION, SecondSession.ERROR_64021)) {
      throw error(
          64021, "the call already has the open payment " + open.get().sid() + "; cancel it first");
    }
    final Payment payment = new Payment(context.sid("PK"), leg, order, url, context, callbacks);
    payments.put(payment.sid(), payment);
    createdByKey.put(leg.sid() + " " + key, payment);
    removeOldest();
    if (open.isPresent()) {
      payment.refuseAsSecond();
    } else {
      openByLeg.put(leg.sid(), payment);
      callbacks.created(payment, _ -> afterCallback.accept(payment));
    }
    return payment;
  }

  public Payment update(Leg leg, String sid, Form form) {
    final Payment payment =
        Optional.ofNullable(payments.get(sid))
            .filter(each -> each.leg() == leg)
            .orElseThrow(() -> TwilioError.notFound("/Payments/" + sid));
    final String key = required(form, "IdempotencyKey");
    final String url = statusCallback(form);
    final Optional<String> capture = form.given("Capture");
    final Optional<String> status = form.given("Status");
    if (capture.isPresent() == status.isPresent()) {
      throw error(64018, "exactly one of Capture and Status is required");
    }
    final String operation = capture.or(() -> status).orElseThrow();
    final String request = key + " " + operation;
    if (payment.hasAccepted(request)) {
      switch (context.switches().choice(Switch.REPLAY, Replay.class)) {
        case SAME_PAYMENT -> {
          payment.useStatusCallback(url);
          return payment;
        }
        case ERROR_64021 ->
            throw error(64021, "a request with this IdempotencyKey was already accepted");
        case PROCESS_AGAIN -> {}
      }
    }
    if (!payment.completing()) {
      requireInProgress(leg);
    }
    requireOpen(payment);
    if (capture.isPresent()) {
      capture(payment, capture.get(), url);
    } else {
      changeStatus(payment, operation, url);
    }
    payment.recordAccepted(request);
    return payment;
  }

  /// Handles a key on a leg's telephone. Returns false if no payment receives it.
  boolean receiveKey(Leg leg, char key) {
    final Boolean received = open(leg).map(payment -> payment.receiveKey(key)).orElse(false);
    dropIfFinished(leg);
    return received;
  }

  public void callEnded(Leg leg) {
    open(leg).ifPresent(Payment::callEnded);
    dropIfFinished(leg);
  }

  /// The leg's open payment.
  public Optional<Payment> open(Leg leg) {
    return Optional.ofNullable(openByLeg.get(leg.sid())).filter(payment -> !payment.finished());
  }

  private void capture(Payment payment, String name, String url) {
    final CaptureItem item =
        CaptureItem.of(name)
            .filter(each -> payment.order().allows(each))
            .orElseThrow(
                () ->
                    error(
                        64020,
                        "Capture="
                            + name
                            + " is not a field of this payment; its fields are "
                            + payment.order().items().stream().map(CaptureItem::kebab).toList()));
    if (item.second()
        && !payment.hasFirstEntry(item.field())
        && context.switches().is(Switch.MATCHER_TOO_EARLY, MatcherTooEarly.ERROR_64021)) {
      throw error(64021, "capture " + item.field().kebab() + " before " + name);
    }
    payment.useStatusCallback(url);
    payment.capture(item, url);
  }

  private void changeStatus(Payment payment, String status, String url) {
    switch (status) {
      case "complete" -> complete(payment, url);
      case "cancel" -> {
        payment.useStatusCallback(url);
        payment.cancel(url);
        dropIfFinished(payment.leg());
      }
      default -> throw error(64020, "Status must be complete or cancel; got \"" + status + "\"");
    }
  }

  private void complete(Payment payment, String url) {
    final Switches switches = context.switches();
    if (!payment.required().isEmpty()) {
      refuse(
          payment,
          url,
          switches.choice(Switch.NOT_COMPLETE_SURFACES, Surface.class),
          error(
              64019,
              "these fields are not captured yet: "
                  + payment.required().stream().map(CaptureItem::kebab).toList()));
      return;
    }
    final Optional<TwilioError> testCardError = testCardError(payment);
    if (testCardError.isPresent()) {
      refuse(
          payment,
          url,
          switches.choice(Switch.TEST_CARD_SURFACES, Surface.class),
          testCardError.get());
      return;
    }
    if (payment.isConfirming()) {
      throw error(64021, "the payment waits for the customer to confirm it");
    }
    payment.useStatusCallback(url);
    if (payment.order().confirmation()) {
      payment.askForConfirmation(url, () -> submit(payment, url));
    } else {
      submit(payment, url);
    }
  }

  private void submit(Payment payment, String url) {
    payment.startCompleting(url);
    Consumer<ConnectorOutcome> done = outcome -> completed(payment, outcome);
    switch (payment.order().connector().kind()) {
      case GENERIC -> generic.submit(payment, done);
      case HOSTED -> hosted.submit(payment, done);
    }
  }

  private void completed(Payment payment, ConnectorOutcome outcome) {
    final String result =
        outcome instanceof ConnectorOutcome.Approved ? "success" : "payment-connector-error";
    payment.finish(result, outcome.parameters(context.switches()), true);
    dropIfFinished(payment.leg());
  }

  private void refuse(Payment payment, String url, Surface surface, TwilioError error) {
    if (surface == Surface.REST) {
      throw error;
    }
    payment.useStatusCallback(url);
    payment.startCompleting(url);
    payment.finish(
        "validation-error",
        Map.of(
            "PayErrorCode", Integer.toString(error.code()),
            "PaymentError", String.valueOf(error.getMessage())),
        true);
    dropIfFinished(payment.leg());
  }

  private Optional<TwilioError> testCardError(Payment payment) {
    if (!context.switches().is(Switch.STRICT_TEST_CARDS)
        || payment.order().connector().mode() != ConnectorOptions.Mode.TEST) {
      return Optional.empty();
    }
    final TypedDigits card = payment.captured().get(CaptureField.PAYMENT_CARD_NUMBER);
    final TypedDigits account = payment.captured().get(CaptureField.BANK_ACCOUNT_NUMBER);
    if (card != null && !TestCards.TWILIO.contains(card.digits())) {
      return Optional.of(error(64022, "a connector in TEST mode accepts only Twilio's test cards"));
    }
    if (account != null && !TestCards.TWILIO_BANK_ACCOUNTS.contains(account.digits())) {
      return Optional.of(
          error(64023, "a connector in TEST mode accepts only Twilio's test bank accounts"));
    }
    return Optional.empty();
  }

  private void requireInProgress(Leg leg) {
    if (leg.inProgress()) {
      return;
    }
    if (leg.status().ended() && context.switches().number(Switch.ENDED_CALL_CODE) == 20404) {
      throw TwilioError.notFound("/Calls/" + leg.sid());
    }
    throw TwilioError.badRequest(21220, "Call is not in-progress: it is " + leg.status().wire());
  }

  private void requireOpen(Payment payment) {
    if (payment.completing()) {
      throw error(64021, "the payment is being completed; wait for its Result");
    }
    if (payment.finished()) {
      if (context.switches().number(Switch.FINISHED_PAYMENT_CODE) == 20404) {
        throw TwilioError.notFound("/Payments/" + payment.sid());
      }
      throw error(64021, "the payment is finished; create a new one");
    }
  }

  private String required(Form form, String name) {
    return form.given(name).orElseThrow(() -> error(64020, name + " is required"));
  }

  private String statusCallback(Form form) {
    final String url = required(form, "StatusCallback");
    Urls.problem("StatusCallback", url)
        .ifPresent(
            problem -> {
              throw error(64020, problem);
            });
    return url;
  }

  private TwilioError error(int code, String message) {
    return new TwilioError(context.switches().number(Switch.HTTP_STATUS_OF_64XXX), code, message);
  }

  private void dropIfFinished(Leg leg) {
    openByLeg.computeIfPresent(leg.sid(), (_, payment) -> payment.finished() ? null : payment);
  }

  private void removeOldest() {
    if (payments.size() > MOST_PAYMENTS) {
      payments.values().stream()
          .filter(Payment::finished)
          .findFirst()
          .ifPresent(old -> payments.remove(old.sid()));
    }
  }
}
