package dev.agentpay.stripe;

import com.stripe.exception.CardException;
import com.stripe.model.StripeError;
import dev.agentpay.connector.spi.Outcome;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Stripe's reasons to decline a card, by what the customer can do next.
///
/// @see <a href="https://docs.stripe.com/declines/codes">Stripe: decline codes</a>
enum Declines {
  RETYPE(
      "The card details are wrong. Ask the customer to type them again.",
      "incorrect_number",
      "invalid_number",
      "incorrect_cvc",
      "invalid_cvc",
      "invalid_expiry_month",
      "invalid_expiry_year",
      "incorrect_zip"),
  ONCE_MORE(
      "The bank could not process the card. Try once more; then the customer should call the bank.",
      "approve_with_id",
      "issuer_not_available",
      "processing_error",
      "reenter_transaction",
      "try_again_later"),
  OTHER_CARD(
      "The card cannot pay this now. Ask for another card.",
      "expired_card",
      "insufficient_funds",
      "card_velocity_exceeded",
      "withdrawal_count_limit_exceeded",
      "pin_try_exceeded"),
  BANK_OR_OTHER_CARD(
      "The bank declined the card. Ask for another card, or the customer should call the bank.",
      "call_issuer",
      "card_not_supported",
      "currency_not_supported",
      "do_not_honor",
      "do_not_try_again",
      "generic_decline",
      "invalid_account",
      "invalid_amount",
      "new_account_information_available",
      "no_action_taken",
      "not_permitted",
      "pickup_card",
      "restricted_card",
      "revocation_of_all_authorizations",
      "revocation_of_authorization",
      "security_violation",
      "service_not_allowed",
      "stop_payment_order",
      "transaction_not_allowed"),
  /// The reason must not reach the customer, so it does not reach the agent either.
  DECLINED_ONLY(
      "The card was declined. Ask for another card.",
      "fraudulent",
      "lost_card",
      "stolen_card",
      "merchant_blacklist"),
  NEEDS_AUTHENTICATION(
      "The bank wants the customer to confirm the payment online. Ask for another card.",
      "authentication_required"),
  PIN_ONLY(
      "This card works only with a PIN, not by telephone. Ask for another card.",
      "incorrect_pin",
      "invalid_pin",
      "offline_pin_required",
      "online_or_offline_pin_required"),
  DUPLICATE(
      "The same amount was charged to this card just now. Look for an earlier payment first.",
      "duplicate_transaction"),
  CONFIGURATION("A test card was used in live mode, or the other way round.", "testmode_decline");

  /// The code of a decline whose reason stays hidden, or is not known.
  static final String DECLINED = "card_declined";

  private final String message;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of makes it immutable
  private final Set<String> codes;

  Declines(String message, String... codes) {
    this.message = message;
    this.codes = Set.of(codes);
  }

  Set<String> codes() {
    return codes;
  }

  static Outcome.Refused of(CardException e) {
    return of(e.getDeclineCode(), e.getCode());
  }

  static Outcome.Refused of(StripeError error) {
    return of(error.getDeclineCode(), error.getCode());
  }

  /// Returns the refusal for Stripe's codes. Every decline is a refusal, also one with an unknown
  /// code.
  private static Outcome.Refused of(@Nullable String declineCode, @Nullable String code) {
    final Optional<String> reason =
        Optional.ofNullable(declineCode)
            .filter(c -> find(c).isPresent())
            .or(() -> Optional.ofNullable(code));
    final Declines step = reason.flatMap(Declines::find).orElse(BANK_OR_OTHER_CARD);
    final boolean isHidden = step == DECLINED_ONLY || reason.flatMap(Declines::find).isEmpty();
    return new Outcome.Refused(isHidden ? DECLINED : reason.orElse(DECLINED), step.message);
  }

  private static Optional<Declines> find(String code) {
    return Arrays.stream(values()).filter(step -> step.codes.contains(code)).findFirst();
  }
}
