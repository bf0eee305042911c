package dev.agentpay.simulator.pay;

import dev.agentpay.simulator.calls.Calls;
import dev.agentpay.simulator.wire.OrderedMap;
import dev.agentpay.simulator.world.ControlRefused;
import dev.agentpay.simulator.world.JournalEntry;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.WorldContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/// Presses keys on a telephone, one after the other.
public final class Customer {
  /// Longer than any field with its terminator.
  static final int MOST_KEYS = 64;

  /// The longest pause between two keys.
  static final int LONGEST_GAP_MILLIS = 30_000;

  private static final Pattern KEYS = Pattern.compile("[0-9*#]+");

  private final WorldContext context;
  private final Calls calls;
  private final Payments payments;

  public Customer(WorldContext context, Calls calls, Payments payments) {
    this.context = context;
    this.calls = calls;
    this.payments = payments;
  }

  /// Presses `keys` on the telephone of `leg`, the first at once, the others `gapMillis` apart. The
  /// result is complete after the last key.
  ///
  /// @throws ControlRefused (400) for invalid arguments, (409) if the leg is not in progress, (422)
  ///   if the keys may be a real card number
  public CompletableFuture<TypingResult> type(Leg leg, String keys, int gapMillis) {
    if (keys.length() > MOST_KEYS || !KEYS.matcher(keys).matches()) {
      throw new ControlRefused(
          400, "bad-digits", "digits must be 1 to " + MOST_KEYS + " of 0-9, * and #");
    }
    if (gapMillis < 0 || gapMillis > LONGEST_GAP_MILLIS) {
      throw new ControlRefused(400, "bad-gap", "gapMillis must be from 0 to " + LONGEST_GAP_MILLIS);
    }
    if (!leg.inProgress()) {
      throw new ControlRefused(
          409,
          "call-not-in-progress",
          "call "
              + leg.sid()
              + " is "
              + leg.status().wire()
              + "; keys can be pressed only while it is in-progress");
    }
    refuseRealCard(leg, keys);
    final KeySequence sequence = new KeySequence(leg, keys, Duration.ofMillis(gapMillis));
    sequence.pressFrom(0);
    return sequence.result;
  }

  /// Refuses a number that may be somebody's card before its first key is processed.
  private void refuseRealCard(Leg leg, String keys) {
    final String earlierDigits =
        payments
            .open(leg)
            .filter(p -> p.capturing().filter(CaptureField.PAYMENT_CARD_NUMBER::equals).isPresent())
            .map(p -> p.partial().digits())
            .orElse("");
    int end = keys.indexOf('#');
    if (TestCards.mightBeReal(keys.substring(0, end < 0 ? keys.length() : end))
        || TestCards.mightBeReal(
            earlierDigits + keys.substring(0, end < 0 ? keys.length() : end))) {
      throw new ControlRefused(
          422,
          "not-a-test-card",
          "this may be somebody's card; the simulator accepts only test cards that Twilio or Stripe"
              + " publish, such as 4242424242424242");
    }
  }

  private final class KeySequence {
    private final Leg leg;
    private final String keys;
    private final Duration gap;
    private final List<String> heardBy = new ArrayList<>();
    private final CompletableFuture<TypingResult> result = new CompletableFuture<>();

    KeySequence(Leg leg, String keys, Duration gap) {
      this.leg = leg;
      this.keys = keys;
      this.gap = gap;
    }

    void pressFrom(int first) {
      for (int i = first; i < keys.length(); i++) {
        if (i > first && !gap.isZero()) {
          int next = i;
          context.after(gap, () -> pressFrom(next));
          return;
        }
        boolean received =
            leg.inProgress() && leg.isTelephone() && payments.receiveKey(leg, keys.charAt(i));
        heardBy.add(received ? "payment" : "nobody");
        if (leg.inProgress() && context.faults().hangsUp()) {
          calls.end(leg, Leg.Status.COMPLETED);
          finish(true);
          return;
        }
      }
      finish(false);
    }

    private void finish(boolean hungUp) {
      int byPayment = (int) heardBy.stream().filter("payment"::equals).count();
      context
          .journal()
          .write(
              JournalEntry.Kind.KEYS,
              OrderedMap.of(
                  "callSid",
                  leg.sid(),
                  "keys",
                  "x".repeat(heardBy.size()),
                  "heardByPayment",
                  byPayment,
                  "hungUp",
                  hungUp));
      result.complete(new TypingResult(heardBy.size(), byPayment, hungUp, heardBy));
    }
  }
}
