package dev.agentpay.scenarios.actors;

import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The customer of a script: calls, types on the keypad, hangs up.
public final class Customer {
  /// Published by Stripe for tests: a charge on it succeeds.
  public static final String GOOD_CARD = "4242424242424242";

  /// Published by Stripe for tests: a charge on it is declined.
  public static final String DECLINED_CARD = "4000000000000002";

  /// Below the time in which the simulator must have answered.
  private static final int KEY_EVERY_SECONDS = 4;

  private static final Duration GLANCE = Duration.ofMillis(10);

  private final SimulatorControl phone;
  private final Transcript transcript;
  private final String number;
  private String call = "";

  /// @param phone the simulator, where the customer calls from and types
  /// @param transcript where the customer tells what they do
  /// @param number the customer's own, in E.164
  public Customer(SimulatorControl phone, Transcript transcript, String number) {
    this.phone = phone;
    this.transcript = transcript;
    this.number = number;
  }

  /// Calls; gives the call's sid.
  public String calls(String business) {
    call = phone.dial(number, business);
    says("calls " + business);
    return call;
  }

  /// Was called, and is on this leg.
  public Customer isOn(String leg) {
    call = leg;
    says("answers the call");
    return this;
  }

  public String number() {
    return number;
  }

  /// The sid of the customer's leg; empty before there is one.
  public String call() {
    return call;
  }

  /// @throws ScriptFailure when Twilio does not ask for the card number in time
  public Customer typesCard(String card) {
    return types("payment-card-number", card, "the card number");
  }

  /// @throws ScriptFailure when Twilio does not ask for the expiry in time
  public Customer typesExpiry() {
    return types("expiration-date", expiry(), "the expiry");
  }

  /// What stands on a card that is good for another year.
  public static String expiry() {
    return YearMonth.now(ZoneOffset.UTC).plusYears(1).format(DateTimeFormatter.ofPattern("MMyy"));
  }

  /// @throws ScriptFailure when Twilio does not ask for the security code in time
  public Customer typesCode() {
    return types("security-code", "123", "the security code");
  }

  /// All that a card payment needs.
  ///
  /// @throws ScriptFailure when Twilio does not ask for it in time
  public void typesEverything(String card) {
    typesCard(card).typesExpiry().typesCode();
  }

  /// Presses keys as soon as Twilio listens for this field.
  ///
  /// @param field by Twilio's name for it
  /// @param keys digits, `*` and `#`
  /// @param what they are, for the transcript, which never has the keys themselves
  /// @throws ScriptFailure when Twilio does not ask for the field in time
  public Customer types(String field, String keys, String what) {
    awaits(field);
    final int heard = phone.press(call, keys);
    says("types %s: %d keys, %d heard by Twilio".formatted(what, keys.length(), heard));
    return this;
  }

  /// Waits until Twilio listens for this field.
  ///
  /// @param field by Twilio's name for it
  /// @throws ScriptFailure when it does not within ten seconds
  public void awaits(String field) {
    final long end = System.nanoTime() + Stage.PATIENCE.toNanos();
    while (!phone.capturing(call).equals(field)) {
      if (System.nanoTime() > end) {
        throw new ScriptFailure("Twilio never asked the customer for " + field);
      }
      rest();
    }
  }

  public void staysSilent(String field) {
    awaits(field);
    says("is asked for %s and stays silent".formatted(field));
  }

  /// Lets time pass, in the simulator's seconds, and presses a key now and then that nobody asked
  /// for: that is how the simulator's clock is waited for.
  public void waits(int seconds) {
    says("waits for %d seconds".formatted(seconds));
    for (int waited = 0; waited < seconds; waited += KEY_EVERY_SECONDS) {
      phone.pressSlowly(call, "11", KEY_EVERY_SECONDS);
    }
  }

  public void hears(String what) {
    says("hears " + what);
  }

  /// @throws ScriptFailure when there is no call to hang up
  public void hangsUp() {
    phone.hangUp(call);
    says("hangs up");
  }

  private void says(String what) {
    transcript.line("customer", what);
  }

  private static void rest() {
    try {
      Thread.sleep(GLANCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptFailure("interrupted", e);
    }
  }
}
