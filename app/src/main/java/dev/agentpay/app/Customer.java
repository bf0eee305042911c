package dev.agentpay.app;

import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The customer of a script: calls, types on the keypad, hangs up.
final class Customer {
  /// Published by Stripe for tests: a charge on it succeeds.
  static final String GOOD_CARD = "4242424242424242";

  /// Published by Stripe for tests: a charge on it is declined.
  static final String DECLINED_CARD = "4000000000000002";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration GLANCE = Duration.ofMillis(10);

  private final SimulatorControl phone;
  private final Transcript transcript;
  private final String number;
  private String call = "";

  Customer(SimulatorControl phone, Transcript transcript, String number) {
    this.phone = phone;
    this.transcript = transcript;
    this.number = number;
  }

  /// Calls; gives the call's sid.
  String calls(String business) {
    call = phone.dial(number, business);
    says("calls " + business);
    return call;
  }

  /// Was called, and is on this leg.
  Customer isOn(String leg) {
    call = leg;
    says("answers the call");
    return this;
  }

  String number() {
    return number;
  }

  String call() {
    return call;
  }

  Customer typesCard(String card) {
    return types("payment-card-number", card, "the card number");
  }

  Customer typesExpiry() {
    return types("expiration-date", expiry(), "the expiry");
  }

  /// What stands on a card that is good for another year.
  static String expiry() {
    return YearMonth.now(ZoneOffset.UTC).plusYears(1).format(DateTimeFormatter.ofPattern("MMyy"));
  }

  Customer typesCode() {
    return types("security-code", "123", "the security code");
  }

  /// All that a card payment needs.
  void typesEverything(String card) {
    typesCard(card).typesExpiry().typesCode();
  }

  /// Presses keys as soon as Twilio listens for this field.
  Customer types(String field, String keys, String what) {
    awaits(field);
    final int heard = phone.press(call, keys);
    says("types %s: %d keys, %d heard by Twilio".formatted(what, keys.length(), heard));
    return this;
  }

  /// Waits until Twilio listens for this field.
  void awaits(String field) {
    final long end = System.nanoTime() + PATIENCE.toNanos();
    while (!phone.capturing(call).equals(field)) {
      if (System.nanoTime() > end) {
        throw new ScriptFailure("Twilio never asked the customer for " + field);
      }
      rest();
    }
  }

  void staysSilent(String field) {
    awaits(field);
    says("is asked for %s and stays silent".formatted(field));
  }

  void hears(String what) {
    says("hears " + what);
  }

  void hangsUp() {
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
