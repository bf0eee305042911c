package dev.agentpay.stripe;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.model.SetupIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.PaymentMethodCreateParams;
import com.stripe.param.SetupIntentCreateParams;
import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Expiry;
import dev.agentpay.connector.spi.Money;
import dev.agentpay.connector.spi.Order;
import dev.agentpay.connector.spi.PaymentMethod;
import dev.agentpay.connector.spi.SecurityCode;
import dev.agentpay.connector.spi.SessionId;
import java.util.Locale;
import java.util.Optional;

/// The calls to Stripe. Each creating call has an idempotency key of its own, made from the
/// transaction id, so that a repeat gets the stored answer.
///
/// @see <a href="https://docs.stripe.com/api/idempotent_requests">Stripe: idempotent requests</a>
final class StripeApi {
  static final String STRIPE = Stripe.LIVE_API_BASE;

  /// Three calls within 30 s, the most that a processor may take.
  private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

  private static final int READ_TIMEOUT_MILLIS = 15_000;

  /// Stripe's limit for values of metadata and descriptions is 500 and 1000 characters.
  private static final int LONGEST_TEXT = 500;

  private final StripeClient client;

  private StripeApi(StripeClient client) {
    this.client = client;
  }

  /// Prepares a client. Also sets two properties of the JVM, because the SDK uses
  /// `HttpURLConnection`: without keep-alive, no buffer of an idle connection keeps a card number;
  /// and a POST on a connection that breaks is not silently sent again.
  ///
  /// @param base the API's address
  static StripeApi connect(String key, String base) {
    System.setProperty("http.keepAlive", "false");
    System.setProperty("sun.net.http.retryPost", "false");
    Stripe.enableTelemetry = false; // it writes an id into the home folder
    return new StripeApi(
        StripeClient.builder()
            .setApiKey(key)
            .setApiBase(base)
            .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
            .setReadTimeout(READ_TIMEOUT_MILLIS)
            .setMaxNetworkRetries(0)
            .build());
  }

  /// Sends the card. The only call that has it. Moves no money.
  String createPaymentMethod(Order order, PaymentMethod.Card card) throws StripeException {
    final PaymentMethodCreateParams.CardDetails.Builder details =
        PaymentMethodCreateParams.CardDetails.builder()
            .setNumber(card.number().reveal(String::new));
    card.expiry()
        .ifPresent(
            (Expiry expiry) ->
                details.setExpMonth((long) expiry.month()).setExpYear((long) expiry.year()));
    card.securityCode().ifPresent((SecurityCode code) -> details.setCvc(code.reveal(String::new)));
    final PaymentMethodCreateParams.Builder params =
        PaymentMethodCreateParams.builder()
            .setType(PaymentMethodCreateParams.Type.CARD)
            .setCard(details.build());
    card.postalCode()
        .ifPresent(
            code ->
                params.setBillingDetails(
                    PaymentMethodCreateParams.BillingDetails.builder()
                        .setAddress(
                            PaymentMethodCreateParams.BillingDetails.Address.builder()
                                .setPostalCode(code)
                                .build())
                        .build()));
    return client.v1().paymentMethods().create(params.build(), key(order, "pm")).getId();
  }

  /// Creates an intent that is not confirmed. Moves no money.
  String createIntent(ChargeOrder order) throws StripeException {
    final Money amount = order.amount();
    final PaymentIntentCreateParams.Builder params =
        PaymentIntentCreateParams.builder()
            .setAmount(amount.minorUnits())
            .setCurrency(amount.currency().getCurrencyCode().toLowerCase(Locale.ROOT))
            .addPaymentMethodType("card")
            .putMetadata("transaction_id", order.transactionId().value());
    order.session().map(SessionId::value).ifPresent(id -> params.putMetadata("session", id));
    order.description().ifPresent(text -> params.setDescription(shortened(text)));
    return client.v1().paymentIntents().create(params.build(), key(order, "pi")).getId();
  }

  /// Moves the money.
  PaymentIntent confirm(Order order, String intent, String paymentMethod) throws StripeException {
    final PaymentIntentConfirmParams params =
        PaymentIntentConfirmParams.builder()
            .setPaymentMethod(paymentMethod)
            .setErrorOnRequiresAction(true)
            .setPaymentMethodOptions(
                PaymentIntentConfirmParams.PaymentMethodOptions.builder()
                    .setCard(
                        PaymentIntentConfirmParams.PaymentMethodOptions.Card.builder()
                            .setMoto(true)
                            .build())
                    .build())
            .addExpand("latest_charge")
            .build();
    return client.v1().paymentIntents().confirm(intent, params, key(order, "confirm"));
  }

  PaymentIntent intent(String id) throws StripeException {
    return client
        .v1()
        .paymentIntents()
        .retrieve(id, PaymentIntentRetrieveParams.builder().addExpand("latest_charge").build());
  }

  /// Cancels an intent that has not moved money. Without an idempotency key: a stored answer would
  /// hide what has happened since.
  void cancel(String intent) throws StripeException {
    client.v1().paymentIntents().cancel(intent);
  }

  String createCustomer(Order order) throws StripeException {
    final CustomerCreateParams.Builder params =
        CustomerCreateParams.builder().putMetadata("transaction_id", order.transactionId().value());
    order.description().ifPresent(text -> params.setDescription(shortened(text)));
    return client.v1().customers().create(params.build(), key(order, "cus")).getId();
  }

  /// Saves a card for its customer. Moves no money.
  SetupIntent save(Order order, String customer, String paymentMethod) throws StripeException {
    final SetupIntentCreateParams params =
        SetupIntentCreateParams.builder()
            .setCustomer(customer)
            .setPaymentMethod(paymentMethod)
            .addPaymentMethodType("card")
            .setUsage(SetupIntentCreateParams.Usage.OFF_SESSION)
            .setConfirm(true)
            .setPaymentMethodOptions(
                SetupIntentCreateParams.PaymentMethodOptions.builder()
                    .setCard(
                        SetupIntentCreateParams.PaymentMethodOptions.Card.builder()
                            .setMoto(true)
                            .build())
                    .build())
            .build();
    return client.v1().setupIntents().create(params, key(order, "seti"));
  }

  /// Returns the charge of an intent, if there was one and Stripe has sent it along.
  static Optional<Charge> chargeOf(PaymentIntent intent) {
    return Optional.ofNullable(intent.getLatestChargeObject());
  }

  private static RequestOptions key(Order order, String call) {
    return RequestOptions.builder().setIdempotencyKey(order.transactionId() + ":" + call).build();
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }
}
