package dev.agentpay.simulator.pay;

import dev.agentpay.simulator.options.Choices.AfterCancel;
import dev.agentpay.simulator.options.Choices.AfterMismatch;
import dev.agentpay.simulator.options.Choices.CallbackUrl;
import dev.agentpay.simulator.options.Choices.ConfirmationSilence;
import dev.agentpay.simulator.options.Choices.MismatchCapture;
import dev.agentpay.simulator.options.Choices.NotConfirmed;
import dev.agentpay.simulator.options.Choices.PartialEntry;
import dev.agentpay.simulator.options.Choices.RepeatedRequired;
import dev.agentpay.simulator.options.Choices.SecondEntryCheck;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.Timeline;
import dev.agentpay.simulator.world.WorldContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One Payment resource: receives the keys of its leg, validates the entries, and sends the status
/// callbacks.
public final class Payment {
  private enum State {
    OPEN,
    /// Waits for the customer to confirm the payment with key 1.
    CONFIRMING,
    COMPLETING,
    FINISHED
  }

  /// Limits memory. A call lasts at most four hours, which is not enough for this many updates.
  private static final int MOST_ACCEPTED_REQUESTS = 5_000;

  private static final String MISMATCH = "input-matching-failed";

  private final String sid;
  private final Leg leg;
  private final PaymentOrder order;
  private final WorldContext context;
  private final PaymentWebhooks callbacks;
  private final CallbackUrls urls;
  private final Instant created;
  private final Map<CaptureField, TypedDigits> captured = new EnumMap<>(CaptureField.class);
  private final Set<CaptureField> matched = EnumSet.noneOf(CaptureField.class);
  private final StringBuilder typed = new StringBuilder();
  private final Set<String> acceptedRequests = new HashSet<>();
  private State state = State.OPEN;
  private @Nullable CaptureItem capturing;
  private Runnable whenConfirmed = () -> {};
  private @Nullable CardBrand brand;
  private Timeline.Pending silenceTimeout = () -> {};
  private Instant updated;

  Payment(
      String sid,
      Leg leg,
      PaymentOrder order,
      String statusCallback,
      WorldContext context,
      PaymentWebhooks callbacks) {
    this.sid = sid;
    this.leg = leg;
    this.order = order;
    this.context = context;
    this.callbacks = callbacks;
    urls = new CallbackUrls(statusCallback);
    created = context.instant();
    updated = created;
    context.markChanged(leg);
  }

  public String sid() {
    return sid;
  }

  public Leg leg() {
    return leg;
  }

  PaymentOrder order() {
    return order;
  }

  public Instant created() {
    return created;
  }

  public Instant updated() {
    return updated;
  }

  boolean finished() {
    return state == State.FINISHED;
  }

  boolean completing() {
    return state == State.COMPLETING;
  }

  /// Whether the customer is asked to confirm the payment.
  public boolean isConfirming() {
    return state == State.CONFIRMING;
  }

  /// What the customer hears while [#isConfirming].
  public String confirmationPrompt() {
    final TypedDigits number =
        Optional.ofNullable(captured.get(CaptureField.PAYMENT_CARD_NUMBER))
            .or(() -> Optional.ofNullable(captured.get(CaptureField.BANK_ACCOUNT_NUMBER)))
            .orElseThrow();
    return "Your number ends in "
        + number.lastDigits(4)
        + ". Press 1 to confirm the payment or 2 to cancel it.";
  }

  /// The field being captured, for the first or the second time.
  public Optional<CaptureField> capturing() {
    return capturingItem().map(CaptureItem::field);
  }

  private Optional<CaptureItem> capturingItem() {
    return Optional.ofNullable(capturing);
  }

  /// The name of what is being captured, as in `Capture`.
  public Optional<String> capturingName() {
    return capturingItem().map(CaptureItem::kebab);
  }

  /// Whether the customer has pressed keys of the field being captured.
  public boolean isBeingTyped() {
    return capturing != null && !typed.isEmpty();
  }

  Optional<CardBrand> brand() {
    return Optional.ofNullable(brand);
  }

  Map<CaptureField, TypedDigits> captured() {
    return captured;
  }

  /// The digits so far in the field being captured.
  TypedDigits partial() {
    return new TypedDigits(typed.toString());
  }

  /// What remains to be captured.
  List<CaptureItem> required() {
    final RepeatedRequired style =
        context.switches().choice(Switch.REPEATED_REQUIRED, RepeatedRequired.class);
    final List<CaptureItem> required = new ArrayList<>();
    for (CaptureField field : order.fields()) {
      boolean missing = !captured.containsKey(field);
      boolean unmatched = order.repeated().contains(field) && !matched.contains(field);
      if (missing || (unmatched && style == RepeatedRequired.FIELD)) {
        required.add(CaptureItem.first(field));
      }
      if (unmatched
          && (style == RepeatedRequired.BOTH
              || (style == RepeatedRequired.ONE_BY_ONE && !missing))) {
        required.add(new CaptureItem(field, true));
      }
    }
    return required;
  }

  /// Whether an update with this key and operation was accepted before.
  boolean hasAccepted(String request) {
    return acceptedRequests.contains(request);
  }

  /// Records the key and operation of an accepted update.
  void recordAccepted(String request) {
    if (acceptedRequests.size() < MOST_ACCEPTED_REQUESTS) {
      acceptedRequests.add(request);
    }
  }

  /// Records the StatusCallback URL of an accepted update.
  void useStatusCallback(String statusCallback) {
    urls.updatedWith(statusCallback);
    updated = context.instant();
  }

  /// The URL for the next callback.
  String callbackUrl(boolean causedByUpdate) {
    return urls.pick(
        context.switches().choice(Switch.STATUS_CALLBACK_URL, CallbackUrl.class), causedByUpdate);
  }

  /// Whether the first entry of this field is captured, so that the second may follow.
  boolean hasFirstEntry(CaptureField field) {
    return captured.containsKey(field);
  }

  /// Starts to capture `item`. Digits that were typed into it before are discarded; with those of a
  /// first entry, the second is discarded too.
  void capture(CaptureItem item, String statusCallback) {
    state = State.OPEN; // a capture replaces the customer's confirmation
    stopListening();
    urls.causedBy(statusCallback);
    matched.remove(item.field());
    if (item.second()) {
      if (!hasFirstEntry(item.field())) {
        callbacks.error(this, item, MISMATCH);
        return;
      }
    } else {
      discard(item.field());
    }
    if (item.field() == CaptureField.SECURITY_CODE
        && !captured.containsKey(CaptureField.PAYMENT_CARD_NUMBER)) {
      callbacks.error(this, item, "invalid-card-number-security-code-capture-sequence");
      return;
    }
    capturing = item;
    context.markChanged(leg);
    waitForFirstKey(this::onSilence);
    callbacks.captureStarted(this, item);
  }

  private void discard(CaptureField field) {
    captured.remove(field);
    matched.remove(field);
    if (field == CaptureField.PAYMENT_CARD_NUMBER) {
      brand = null;
    }
  }

  private void waitForFirstKey(Runnable onSilence) {
    int wait = context.switches().number(Switch.FIRST_DIGIT_TIMEOUT_SECONDS);
    if (wait > 0) {
      silenceTimeout = context.afterPerson(Duration.ofSeconds(wait), onSilence);
    }
  }

  /// Handles a key of the customer's telephone. Returns false if the payment does not receive it.
  boolean receiveKey(char key) {
    if (state != State.OPEN && state != State.CONFIRMING) {
      return false;
    }
    if (key == '*') {
      finish("caller-interrupted-with-star", Map.of());
      return true;
    }
    if (state == State.CONFIRMING) {
      confirm(key);
      return true;
    }
    final CaptureItem item = capturing;
    if (item == null) {
      return false;
    }
    if (key == '#') {
      if (context.switches().is(Switch.HASH_TERMINATES) && !typed.isEmpty()) {
        finishEntry(item);
      }
      return true;
    }
    typed.append(key);
    context.markChanged(leg);
    silenceTimeout.cancel();
    if (entry(item.field()).isFinished(typed.toString())) {
      finishEntry(item);
    } else {
      silenceTimeout =
          context.afterPerson(Duration.ofSeconds(order.timeoutSeconds()), this::onSilence);
      callbacks.partial(this, item);
    }
    return true;
  }

  /// Waits until the customer confirms the payment with key 1 or cancels it with key 2. The
  /// connector is not called before.
  ///
  /// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: Confirmation</a>
  void askForConfirmation(String statusCallback, Runnable confirmed) {
    stopListening();
    urls.causedBy(statusCallback);
    state = State.CONFIRMING;
    whenConfirmed = confirmed;
    waitForFirstKey(this::onConfirmationSilence);
  }

  private void confirm(char key) {
    if (key == '1') {
      silenceTimeout.cancel();
      whenConfirmed.run();
    } else if (key == '2') {
      notConfirmed();
    } // other keys mean nothing
  }

  private void notConfirmed() {
    switch (context.switches().choice(Switch.NOT_CONFIRMED, NotConfirmed.class)) {
      case CANCELLED -> finishCancelled();
      case VALIDATION_ERROR -> finish("validation-error", Map.of(), true);
    }
  }

  private void onConfirmationSilence() {
    if (state != State.CONFIRMING) {
      return;
    }
    switch (context.switches().choice(Switch.CONFIRMATION_SILENCE, ConfirmationSilence.class)) {
      case NOT_CONFIRMED -> notConfirmed();
      case INPUT_TIMEOUT -> {
        state = State.OPEN;
        stopListening();
        callbacks.confirmationTimedOut(this);
      }
    }
  }

  /// Called when the call has ended. Has no effect while the connector is being called.
  void callEnded() {
    if (state == State.OPEN || state == State.CONFIRMING) {
      finish("caller-hung-up", Map.of());
    }
  }

  /// Called when the connector is called. From now on, only its outcome decides the result.
  void startCompleting(String statusCallback) {
    stopListening();
    urls.causedBy(statusCallback);
    state = State.COMPLETING;
  }

  void cancel(String statusCallback) {
    stopListening();
    urls.causedBy(statusCallback);
    finishCancelled();
  }

  private void finishCancelled() {
    switch (context.switches().choice(Switch.RESULT_AFTER_CANCEL, AfterCancel.class)) {
      case TRANSACTION_CANCELLED -> finish("transaction-cancelled", Map.of(), true);
      case NO_RESULT -> {
        callbacks.cancelledWithoutResult(this);
        close();
      }
      case NO_CALLBACK -> close();
    }
  }

  /// Sends the final callback and closes the payment.
  void finish(String result, Map<String, String> more, boolean causedByUpdate) {
    callbacks.result(this, result, more, causedByUpdate);
    close();
  }

  /// Closes this payment because another one is open on the call.
  void refuseAsSecond() {
    callbacks.sessionInProgress(this);
    close();
  }

  private void finish(String result, Map<String, String> more) {
    finish(result, more, capturing != null || state == State.CONFIRMING);
  }

  private void close() {
    stopListening();
    state = State.FINISHED;
    captured.clear();
    matched.clear();
    whenConfirmed = () -> {};
    updated = context.instant();
  }

  private void stopListening() {
    silenceTimeout.cancel();
    typed.setLength(0);
    capturing = null;
    context.markChanged(leg);
    updated = context.instant();
  }

  private void onSilence() {
    final CaptureItem item = capturing;
    if (item == null || state != State.OPEN) {
      return;
    }
    boolean tooShort = typed.isEmpty() || entry(item.field()).isTooShort(typed.toString());
    boolean timedOut =
        typed.isEmpty()
            || (tooShort
                && context.switches().is(Switch.PARTIAL_ENTRY, PartialEntry.INPUT_TIMEOUT));
    if (timedOut) {
      stopListening();
      callbacks.error(this, item, "input-timeout");
    } else {
      finishEntry(item);
    }
  }

  private void finishEntry(CaptureItem item) {
    final CaptureField field = item.field();
    final TypedDigits digits = new TypedDigits(typed.toString());
    stopListening();
    final Optional<String> error =
        context
            .faults()
            .errorType()
            .or(() -> isChecked(item) ? entryError(field, digits) : Optional.empty());
    if (error.isPresent()) {
      explainRefusedCard(field, digits.digits());
      callbacks.error(this, item, error.get());
    } else if (!item.second()) {
      captured.put(field, digits);
      if (field == CaptureField.PAYMENT_CARD_NUMBER) {
        brand = CardBrand.of(digits.digits()).orElse(null);
      }
      callbacks.captured(this, item);
    } else if (digits.equals(captured.get(field))) {
      matched.add(field);
      callbacks.captured(this, item);
    } else {
      mismatch(field);
    }
  }

  private boolean isChecked(CaptureItem item) {
    return !item.second()
        || context.switches().is(Switch.SECOND_ENTRY_CHECK, SecondEntryCheck.RULES_AND_MATCH);
  }

  private Optional<String> entryError(CaptureField field, TypedDigits digits) {
    return entry(field).error(digits.digits(), updated);
  }

  private void mismatch(CaptureField field) {
    if (context.switches().is(Switch.AFTER_MISMATCH, AfterMismatch.BOTH_ENTRIES)) {
      discard(field);
    }
    boolean second = context.switches().is(Switch.MISMATCH_CAPTURE, MismatchCapture.MATCHER);
    callbacks.error(this, new CaptureItem(field, second), MISMATCH);
  }

  private void explainRefusedCard(CaptureField field, String digits) {
    if (field == CaptureField.PAYMENT_CARD_NUMBER && TestCards.mightBeReal(digits)) {
      context
          .journal()
          .error(
              64022,
              leg.sid(),
              "the card number was refused; the simulator accepts only test cards that Twilio or"
                  + " Stripe publish");
    }
  }

  private EntryRules entry(CaptureField field) {
    return new EntryRules(
        field, order, context.switches(), brand == null ? 3 : brand.securityCodeLength());
  }
}
