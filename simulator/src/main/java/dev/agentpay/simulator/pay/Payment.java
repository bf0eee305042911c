package dev.agentpay.simulator.pay;

import dev.agentpay.simulator.options.Choices.AfterCancel;
import dev.agentpay.simulator.options.Choices.CallbackUrl;
import dev.agentpay.simulator.options.Choices.PartialEntry;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.Machinery;
import dev.agentpay.simulator.world.Timeline;
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

/// One Payment resource: listens to the keys of its leg, checks what was typed, and tells the
/// status callback.
public final class Payment {
  private enum State {
    OPEN,
    COMPLETING,
    FINISHED
  }

  /// A call lasts four hours at most; nobody asks for a field more often than that.
  private static final int MOST_REQUESTS_SEEN = 5_000;

  private final String sid;
  private final Leg leg;
  private final PaymentOrder order;
  private final Machinery machinery;
  private final PaymentWebhooks told;
  private final CallbackUrls urls;
  private final Instant created;
  private final Map<CaptureField, Typed> captured = new EnumMap<>(CaptureField.class);
  private final StringBuilder typed = new StringBuilder();
  private final Set<String> requestsSeen = new HashSet<>();
  private State state = State.OPEN;
  private @Nullable CaptureField capturing;
  private @Nullable CardBrand brand;
  private Timeline.Pending silence = () -> {};
  private Instant updated;

  Payment(
      String sid,
      Leg leg,
      PaymentOrder order,
      String statusCallback,
      Machinery machinery,
      PaymentWebhooks told) {
    this.sid = sid;
    this.leg = leg;
    this.order = order;
    this.machinery = machinery;
    this.told = told;
    urls = new CallbackUrls(statusCallback);
    created = machinery.instant();
    updated = created;
    machinery.touch(leg);
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

  /// Whether keys of the field being captured have been pressed.
  public boolean isBeingTyped() {
    return capturing != null && !typed.isEmpty();
  }

  Optional<CardBrand> brand() {
    return Optional.ofNullable(brand);
  }

  Map<CaptureField, Typed> captured() {
    return captured;
  }

  /// What was typed so far into the field being captured.
  Typed partial() {
    return new Typed(typed.toString());
  }

  List<CaptureField> required() {
    var required = new ArrayList<>(order.fields());
    required.removeAll(captured.keySet());
    return required;
  }

  /// Whether an update with this key and operation was accepted before.
  boolean hasSeen(String request) {
    return requestsSeen.contains(request);
  }

  /// Notes the key and operation of an accepted update.
  void remember(String request) {
    if (requestsSeen.size() < MOST_REQUESTS_SEEN) {
      requestsSeen.add(request);
    }
  }

  /// Notes where an accepted update wants its callbacks.
  void tellAt(String statusCallback) {
    urls.updatedWith(statusCallback);
    updated = machinery.instant();
  }

  /// The URL for the next callback.
  String callbackUrl(boolean causedByUpdate) {
    return urls.pick(
        machinery.switches().choice(Switch.STATUS_CALLBACK_URL, CallbackUrl.class), causedByUpdate);
  }

  /// Asks for `field`, also again: what was typed into it is wiped.
  void capture(CaptureField field, String statusCallback) {
    stopListening();
    urls.causedBy(statusCallback);
    captured.remove(field);
    if (field == CaptureField.PAYMENT_CARD_NUMBER) {
      brand = null;
    }
    if (field == CaptureField.SECURITY_CODE
        && !captured.containsKey(CaptureField.PAYMENT_CARD_NUMBER)) {
      told.error(this, field, "invalid-card-number-security-code-capture-sequence");
      return;
    }
    capturing = field;
    machinery.touch(leg);
    int wait = machinery.switches().number(Switch.FIRST_DIGIT_TIMEOUT_SECONDS);
    if (wait > 0) {
      silence = machinery.after(Duration.ofSeconds(wait), this::heardNothing);
    }
    told.asked(this, field);
  }

  /// A key of the customer's telephone; false when nobody listens.
  boolean hear(char key) {
    if (state != State.OPEN) {
      return false;
    }
    if (key == '*') {
      finish("caller-interrupted-with-star", Map.of());
      return true;
    }
    var field = capturing;
    if (field == null) {
      return false;
    }
    if (key == '#') {
      if (machinery.switches().is(Switch.HASH_TERMINATES) && !typed.isEmpty()) {
        entryEnded(field);
      }
      return true;
    }
    typed.append(key);
    machinery.touch(leg);
    silence.cancel();
    if (entry(field).isFinished(typed.toString())) {
      entryEnded(field);
    } else {
      silence = machinery.after(Duration.ofSeconds(order.timeoutSeconds()), this::heardNothing);
      told.partial(this, field);
    }
    return true;
  }

  /// The customer has left. While the connector is asked this changes nothing.
  void callEnded() {
    if (state == State.OPEN) {
      finish("caller-hung-up", Map.of());
    }
  }

  /// The connector is being asked; from here on only its outcome counts.
  void startCompleting(String statusCallback) {
    stopListening();
    urls.causedBy(statusCallback);
    state = State.COMPLETING;
  }

  void cancel(String statusCallback) {
    stopListening();
    urls.causedBy(statusCallback);
    switch (machinery.switches().choice(Switch.RESULT_AFTER_CANCEL, AfterCancel.class)) {
      case TRANSACTION_CANCELLED -> finish("transaction-cancelled", Map.of(), true);
      case NO_RESULT -> {
        told.cancelledWithoutResult(this);
        close();
      }
      case NO_CALLBACK -> close();
    }
  }

  /// The last word, caused by an update (complete or cancel).
  void finish(String result, Map<String, String> more, boolean causedByUpdate) {
    told.last(this, result, more, causedByUpdate);
    close();
  }

  /// Ends without ever having been open: a second session on one call.
  void refuseAsSecond() {
    told.sessionInProgress(this);
    close();
  }

  private void finish(String result, Map<String, String> more) {
    finish(result, more, capturing != null);
  }

  private void close() {
    stopListening();
    state = State.FINISHED;
    captured.clear();
    updated = machinery.instant();
  }

  private void stopListening() {
    silence.cancel();
    typed.setLength(0);
    capturing = null;
    machinery.touch(leg);
    updated = machinery.instant();
  }

  private void heardNothing() {
    var field = capturing;
    if (field == null || state != State.OPEN) {
      return;
    }
    boolean tooShort = typed.isEmpty() || entry(field).isTooShort(typed.toString());
    boolean timedOut =
        typed.isEmpty()
            || (tooShort
                && machinery.switches().is(Switch.PARTIAL_ENTRY, PartialEntry.INPUT_TIMEOUT));
    if (timedOut) {
      stopListening();
      told.error(this, field, "input-timeout");
    } else {
      entryEnded(field);
    }
  }

  private void entryEnded(CaptureField field) {
    var digits = typed.toString();
    stopListening();
    var error = machinery.faults().errorType().or(() -> entry(field).error(digits, updated));
    if (error.isPresent()) {
      explainRefusedCard(field, digits);
      told.error(this, field, error.get());
      return;
    }
    captured.put(field, new Typed(digits));
    if (field == CaptureField.PAYMENT_CARD_NUMBER) {
      brand = CardBrand.of(digits).orElse(null);
    }
    told.captured(this, field);
  }

  private void explainRefusedCard(CaptureField field, String digits) {
    if (field == CaptureField.PAYMENT_CARD_NUMBER && TestCards.mightBeReal(digits)) {
      machinery
          .journal()
          .error(
              64022,
              leg.sid(),
              "a card number that is no published test card was refused: the simulator takes the"
                  + " test cards of Twilio and Stripe only");
    }
  }

  private Entry entry(CaptureField field) {
    return new Entry(
        field, order, machinery.switches(), brand == null ? 3 : brand.securityCodeLength());
  }
}
