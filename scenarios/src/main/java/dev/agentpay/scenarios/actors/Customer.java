package dev.agentpay.scenarios.actors;

import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The customer of a scenario: calls, types on the keypad and hangs up.
public final class Customer {
  /// Stripe test card: the charge succeeds.
  public static final String GOOD_CARD = "4242424242424242";

  /// Stripe test card: the charge is declined.
  public static final String DECLINED_CARD = "4000000000000002";

  /// Less than the time within which the simulator must answer a request.
  private static final int KEY_INTERVAL_SECONDS = 4;

  private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

  private final SimulatorControl phone;
  private final Transcript transcript;
  private final String number;
  private String call = "";

  /// @param phone the simulator, on which the customer calls and types
  /// @param transcript records what the customer does
  /// @param number the customer's own number in E.164
  public Customer(SimulatorControl phone, Transcript transcript, String number) {
    this.phone = phone;
    this.transcript = transcript;
    this.number = number;
  }

  /// Calls the business and returns the call's sid.
  public String calls(String business) {
    call = phone.dial(number, business);
    says("calls " + business);
    return call;
  }

  /// The customer was called and answers on this leg.
  public Customer isOn(String leg) {
    call = leg;
    says("answers the call");
    return this;
  }

  public String number() {
    return number;
  }

  /// The sid of the customer's leg; empty before the first call.
  public String call() {
    return call;
  }

  /// @throws ScriptFailure if Twilio does not ask for the card number in time
  public Customer typesCard(String card) {
    return types("payment-card-number", card, "the card number");
  }

  /// @throws ScriptFailure if Twilio does not ask for the expiration date in time
  public Customer typesExpiry() {
    return types("expiration-date", expiry(), "the expiry");
  }

  /// The expiration date of a card that is valid for one more year, as `MMyy`.
  public static String expiry() {
    return YearMonth.now(ZoneOffset.UTC).plusYears(1).format(DateTimeFormatter.ofPattern("MMyy"));
  }

  /// @throws ScriptFailure if Twilio does not ask for the security code in time
  public Customer typesCode() {
    return types("security-code", "123", "the security code");
  }

  /// Types the card number for the second time.
  ///
  /// @throws ScriptFailure if Twilio does not ask for it in time
  public Customer typesCardAgain(String card) {
    return types("payment-card-number-matcher", card, "the card number again");
  }

  /// Types the security code for the second time.
  ///
  /// @throws ScriptFailure if Twilio does not ask for it in time
  public Customer typesCodeAgain() {
    return types("security-code-matcher", "123", "the security code again");
  }

  /// Types card number, expiration date and security code.
  ///
  /// @throws ScriptFailure if Twilio does not ask for one of them in time
  public void typesEverything(String card) {
    typesCard(card).typesExpiry().typesCode();
  }

  /// Waits until Twilio captures this field, then presses the keys.
  ///
  /// @param field Twilio's name of the field
  /// @param keys digits, `*` and `#`
  /// @param what describes the keys in the transcript, which never contains the keys themselves
  /// @throws ScriptFailure if Twilio does not ask for the field in time
  public Customer types(String field, String keys, String what) {
    awaits(field);
    final int heard = phone.press(call, keys);
    says("types %s: %s keys, %s heard by Twilio".formatted(what, keys.length(), heard));
    return this;
  }

  /// Waits until Twilio captures this field.
  ///
  /// @param field Twilio's name of the field
  /// @throws ScriptFailure if Twilio does not within [Stage#STEP_TIMEOUT]
  public void awaits(String field) {
    final long end = System.nanoTime() + Stage.STEP_TIMEOUT.toNanos();
    while (!phone.capturing(call).equals(field)) {
      if (System.nanoTime() > end) {
        throw new ScriptFailure(
            "Twilio did not ask the customer for %s within %s s"
                .formatted(field, Stage.STEP_TIMEOUT.toSeconds()));
      }
      pause();
    }
  }

  public void staysSilent(String field) {
    awaits(field);
    says("is asked for %s and stays silent".formatted(field));
  }

  /// Waits for this many seconds on the simulator's clock. The simulator has no request for
  /// waiting, so this presses keys that no field captures, at an interval that the simulator itself
  /// waits out.
  public void waits(int seconds) {
    says("waits for %s seconds".formatted(seconds));
    for (int waited = 0; waited < seconds; waited += KEY_INTERVAL_SECONDS) {
      phone.pressSlowly(call, "11", KEY_INTERVAL_SECONDS);
    }
  }

  public void hears(String what) {
    says("hears " + what);
  }

  /// @throws ScriptFailure if there is no call to hang up
  public void hangsUp() {
    phone.hangUp(call);
    says("hangs up");
  }

  private void says(String what) {
    transcript.line("customer", what);
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_INTERVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptFailure("interrupted", e);
    }
  }
}
