package dev.agentpay.simulator.pay;

import dev.agentpay.simulator.options.Choices.AfterCancel;
import dev.agentpay.simulator.options.Choices.CallbackUrl;
import dev.agentpay.simulator.options.Choices.PartialEntry;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.Timeline;
import dev.agentpay.simulator.world.WorldContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
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
    COMPLETING,
    FINISHED
  }

  /// Limits memory. A call lasts at most four hours, which is not enough for this many updates.
  private static final int MOST_ACCEPTED_REQUESTS = 5_000;

  private final String sid;
  private final Leg leg;
  private final PaymentOrder order;
  private final WorldContext context;
  private final PaymentWebhooks callbacks;
  private final CallbackUrls urls;
  private final Instant created;
  private final Map<CaptureField, TypedDigits> captured = new EnumMap<>(CaptureField.class);
  private final StringBuilder typed = new StringBuilder();
  private final Set<String> acceptedRequests = new HashSet<>();
  private State state = State.OPEN;
  private @Nullable CaptureField capturing;
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

  public Optional<CaptureField> capturing() {
    return Optional.ofNullable(capturing);
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

  List<CaptureField> required() {
    final ArrayList<CaptureField> required = new ArrayList<>(order.fields());
    required.removeAll(captured.keySet());
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

  /// Starts to capture `field`. Digits that were typed into it before are discarded.
  void capture(CaptureField field, String statusCallback) {
    stopListening();
    urls.causedBy(statusCallback);
    captured.remove(field);
    if (field == CaptureField.PAYMENT_CARD_NUMBER) {
      brand = null;
    }
    if (field == CaptureField.SECURITY_CODE
        && !captured.containsKey(CaptureField.PAYMENT_CARD_NUMBER)) {
      callbacks.error(this, field, "invalid-card-number-security-code-capture-sequence");
      return;
    }
    capturing = field;
    context.markChanged(leg);
    int wait = context.switches().number(Switch.FIRST_DIGIT_TIMEOUT_SECONDS);
    if (wait > 0) {
      silenceTimeout = context.after(Duration.ofSeconds(wait), this::onSilence);
    }
    callbacks.captureStarted(this, field);
  }

  /// Handles a key of the customer's telephone. Returns false if the payment does not receive it.
  boolean receiveKey(char key) {
    if (state != State.OPEN) {
      return false;
    }
    if (key == '*') {
      finish("caller-interrupted-with-star", Map.of());
      return true;
    }
    final CaptureField field = capturing;
    if (field == null) {
      return false;
    }
    if (key == '#') {
      if (context.switches().is(Switch.HASH_TERMINATES) && !typed.isEmpty()) {
        finishEntry(field);
      }
      return true;
    }
    typed.append(key);
    context.markChanged(leg);
    silenceTimeout.cancel();
    if (entry(field).isFinished(typed.toString())) {
      finishEntry(field);
    } else {
      silenceTimeout = context.after(Duration.ofSeconds(order.timeoutSeconds()), this::onSilence);
      callbacks.partial(this, field);
    }
    return true;
  }

  /// Called when the call has ended. Has no effect while the connector is being called.
  void callEnded() {
    if (state == State.OPEN) {
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
    finish(result, more, capturing != null);
  }

  private void close() {
    stopListening();
    state = State.FINISHED;
    captured.clear();
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
    final CaptureField field = capturing;
    if (field == null || state != State.OPEN) {
      return;
    }
    boolean tooShort = typed.isEmpty() || entry(field).isTooShort(typed.toString());
    boolean timedOut =
        typed.isEmpty()
            || (tooShort
                && context.switches().is(Switch.PARTIAL_ENTRY, PartialEntry.INPUT_TIMEOUT));
    if (timedOut) {
      stopListening();
      callbacks.error(this, field, "input-timeout");
    } else {
      finishEntry(field);
    }
  }

  private void finishEntry(CaptureField field) {
    final String digits = typed.toString();
    stopListening();
    final Optional<String> error =
        context.faults().errorType().or(() -> entry(field).error(digits, updated));
    if (error.isPresent()) {
      explainRefusedCard(field, digits);
      callbacks.error(this, field, error.get());
      return;
    }
    captured.put(field, new TypedDigits(digits));
    if (field == CaptureField.PAYMENT_CARD_NUMBER) {
      brand = CardBrand.of(digits).orElse(null);
    }
    callbacks.captured(this, field);
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
