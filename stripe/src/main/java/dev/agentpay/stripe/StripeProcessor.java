package dev.agentpay.stripe;

import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.model.SetupIntent;
import com.stripe.model.StripeError;
import dev.agentpay.connector.spi.Attempt;
import dev.agentpay.connector.spi.CardProcessor;
import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.PaymentMethod;
import dev.agentpay.connector.spi.TokenOrder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Charges and saves cards at Stripe.
///
/// A charge takes three calls: the card becomes a payment method, an intent is created, and the
/// intent is confirmed. Only the first call has the card, and only the last moves money. The
/// intent's id is in the ledger before it is confirmed. So a transaction without an intent's id has
/// moved no money, and any other can be looked up, or cancelled, without the card.
final class StripeProcessor implements CardProcessor {
  private static final Logger LOG = LoggerFactory.getLogger(StripeProcessor.class);

  private static final String INTENT = "payment_intent";
  private static final String METHOD = "payment_method";
  private static final String CUSTOMER = "customer";

  private static final Outcome.Refused CARDS_ONLY =
      new Outcome.Refused("not_supported", "Only cards can be used here.");
  private static final Outcome.Refused UNAVAILABLE =
      new Outcome.Refused(
          "processor_unavailable", "Stripe could not be reached. Nothing was charged; try again.");
  private static final Outcome.Refused SETUP =
      new Outcome.Refused(
          "processor_setup",
          "Stripe refused the request. Nothing was charged; tell your administrator.");
  private static final Outcome.Refused CANCELLED =
      new Outcome.Refused(
          "not_charged", "The payment was interrupted, and cancelled. Nothing was charged.");

  /// How long Twilio may repeat a request: five times, each after ten seconds, and some more for a
  /// busy network. Meanwhile a repeat may still pay, so nothing is cancelled.
  ///
  /// @see <a href="https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector">Twilio:
  ///   Generic Pay Connector</a>
  static final Duration REPEATS = Duration.ofSeconds(75);

  private static final Outcome.Refused NO_EXPIRY =
      new Outcome.Refused(
          "expiry_missing", "Stripe needs the card's expiry. Ask the customer for it as well.");

  private final StripeApi api;
  private final boolean savesCards;
  private final InstantSource clock;

  /// @param savesCards whether tokens can be charged more than once
  StripeProcessor(StripeApi api, boolean savesCards, InstantSource clock) {
    this.api = api;
    this.savesCards = savesCards;
    this.clock = clock;
  }

  @Override
  public Outcome.OfCharge charge(ChargeOrder order, Attempt attempt) {
    if (!(order.paymentMethod() instanceof PaymentMethod.Card card)) {
      return CARDS_ONLY;
    }
    if (card.expiry().isEmpty()) {
      return NO_EXPIRY;
    }
    final Optional<String> earlier = attempt.id(INTENT);
    final String intent;
    final String method;
    try {
      if (earlier.isPresent()) {
        final PaymentIntent known = api.intent(earlier.get());
        final Outcome.OfCharge end = endOf(known);
        if (!(end instanceof Outcome.Unclear) || !isUnconfirmed(known)) {
          return end;
        }
      }
      method = api.createPaymentMethod(order, card);
      intent = earlier.isPresent() ? earlier.get() : api.createIntent(order);
    } catch (StripeException | RuntimeException e) {
      return earlier.isPresent() ? unclear(e) : beforeMoneyMoves(e);
    }
    if (earlier.isEmpty()) {
      attempt.record(METHOD, method);
      attempt.record(INTENT, intent);
    }
    return confirm(order, intent, method, earlier.isPresent());
  }

  @Override
  public Outcome.OfToken tokenize(TokenOrder order, Attempt attempt) {
    if (!(order.paymentMethod() instanceof PaymentMethod.Card card)) {
      return CARDS_ONLY;
    }
    if (card.expiry().isEmpty()) {
      return NO_EXPIRY;
    }
    try {
      final String method = api.createPaymentMethod(order, card);
      if (!savesCards) {
        return new Outcome.Tokenized(method, Map.of());
      }
      final String customer = api.createCustomer(order);
      final SetupIntent saved = api.save(order, customer, method);
      if (!"succeeded".equals(saved.getStatus())) {
        LOG.warn("Stripe did not save a card: the setup intent is {}", saved.getStatus());
        return Optional.ofNullable(saved.getLastSetupError()).map(Declines::of).orElse(SETUP);
      }
      return new Outcome.Tokenized(method, Map.of(CUSTOMER, customer));
    } catch (StripeException | RuntimeException e) {
      return beforeMoneyMoves(e);
    }
  }

  @Override
  public Optional<Outcome> resolve(Attempt attempt) {
    final Optional<String> intent = attempt.id(INTENT);
    final boolean mayBeRepeated = clock.instant().isBefore(attempt.startedAt().plus(REPEATS));
    if (intent.isEmpty()) {
      // No money moves before the id is recorded.
      return mayBeRepeated ? Optional.empty() : Optional.of(CANCELLED);
    }
    try {
      final PaymentIntent known = api.intent(intent.get());
      if (!mayBeRepeated && isUnconfirmed(known) && endOf(known) instanceof Outcome.Unclear) {
        api.cancel(intent.get());
        return Optional.of(endOf(api.intent(intent.get())));
      }
      return Optional.of(endOf(known));
    } catch (StripeException | RuntimeException e) {
      return Optional.of(unclear(e));
    }
  }

  private Outcome.OfCharge confirm(
      ChargeOrder order, String intent, String method, boolean isRepeat) {
    try {
      return endOf(api.confirm(order, intent, method));
    } catch (CardException e) {
      return Declines.of(e);
    } catch (AuthenticationException | InvalidRequestException | RateLimitException e) {
      // A first confirmation that is refused has moved nothing. A repeated one may be refused
      // because the first has succeeded.
      return isRepeat ? lookUp(intent, e) : beforeMoneyMoves(e);
    } catch (StripeException | RuntimeException e) {
      return lookUp(intent, e);
    }
  }

  private Outcome.OfCharge lookUp(String intent, Exception why) {
    logFailure(why);
    try {
      return endOf(api.intent(intent));
    } catch (StripeException | RuntimeException e) {
      return unclear(e);
    }
  }

  /// What an intent's status proves.
  private static Outcome.OfCharge endOf(PaymentIntent intent) {
    return switch (String.valueOf(intent.getStatus())) {
      case "succeeded" -> new Outcome.Charged(intent.getId(), checks(intent));
      case "canceled" -> CANCELLED;
      case "requires_payment_method" -> {
        final @Nullable StripeError error = intent.getLastPaymentError();
        yield error == null
            ? new Outcome.Unclear("The intent is not confirmed")
            : Declines.of(error);
      }
      default -> new Outcome.Unclear("The intent is " + intent.getStatus());
    };
  }

  /// Whether the intent waits for a confirmation, so that it can still be confirmed or cancelled.
  private static boolean isUnconfirmed(PaymentIntent intent) {
    return switch (String.valueOf(intent.getStatus())) {
      case "requires_payment_method", "requires_confirmation", "requires_action" -> true;
      default -> false;
    };
  }

  /// The results of the address and security code checks, for the parameters of the answer.
  private static Map<String, String> checks(PaymentIntent intent) {
    final Map<String, String> checks = new HashMap<>();
    StripeApi.chargeOf(intent)
        .map(Charge::getPaymentMethodDetails)
        .map(Charge.PaymentMethodDetails::getCard)
        .map(Charge.PaymentMethodDetails.Card::getChecks)
        .ifPresent(
            found -> {
              put(checks, "cvcCheck", found.getCvcCheck());
              put(checks, "postalCodeCheck", found.getAddressPostalCodeCheck());
            });
    return checks;
  }

  private static void put(Map<String, String> checks, String name, @Nullable String result) {
    if (result != null) {
      checks.put(name, result);
    }
  }

  /// The end of a transaction whose last call has failed and could move no money.
  private static Outcome.Refused beforeMoneyMoves(Exception e) {
    logFailure(e);
    return switch (e) {
      case CardException declined -> Declines.of(declined);
      case AuthenticationException _, InvalidRequestException _ -> SETUP;
      default -> UNAVAILABLE;
    };
  }

  private static Outcome.Unclear unclear(Exception e) {
    logFailure(e);
    return new Outcome.Unclear("Stripe could not be asked: " + e.getClass().getSimpleName());
  }

  /// Never logs the message: the SDK puts a whole answer into it if it cannot read the answer.
  private static void logFailure(Exception e) {
    if (e instanceof CardException) {
      return;
    }
    if (e instanceof StripeException stripe) {
      LOG.warn(
          "Stripe: {} (status {}, code {}, request {})",
          e.getClass().getSimpleName(),
          stripe.getStatusCode(),
          stripe.getCode(),
          stripe.getRequestId());
    } else {
      LOG.warn("Stripe: {}", e.getClass().getName());
    }
  }
}
