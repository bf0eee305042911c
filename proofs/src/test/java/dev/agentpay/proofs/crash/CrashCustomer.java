package dev.agentpay.proofs.crash;

import dev.agentpay.simulator.control.SimulatedTwilio;
import java.util.Set;

/// A customer's phone call in the simulator.
final class CrashCustomer {
  private static final int KEY_INTERVAL_MILLIS = 12;
  private static final Set<String> ENDED =
      Set.of("completed", "busy", "failed", "no-answer", "canceled");

  private final SimulatedTwilio twilio;
  private final String call;

  private CrashCustomer(SimulatedTwilio twilio, String call) {
    this.twilio = twilio;
    this.call = call;
  }

  static CrashCustomer dials(SimulatedTwilio twilio, String from) {
    return new CrashCustomer(twilio, twilio.dialIn(from, CrashWorld.BUSINESS).sid());
  }

  /// The CallSid.
  String call() {
    return call;
  }

  boolean isActive() {
    return !ENDED.contains(twilio.call(call).status());
  }

  boolean isAnswered() {
    return twilio.call(call).status().equals("in-progress");
  }

  /// Whether Twilio is capturing this field.
  boolean isCapturing(String field) {
    return twilio.call(call).capturing().equals(field);
  }

  /// Presses the keys; returns after the last one.
  void types(String keys) {
    twilio.type(call, keys, KEY_INTERVAL_MILLIS).join();
  }

  void hangsUp() {
    if (isActive()) {
      twilio.hangUp(call);
    }
  }
}
