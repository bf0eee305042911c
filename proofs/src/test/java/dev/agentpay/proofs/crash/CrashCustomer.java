package dev.agentpay.proofs.crash;

import dev.agentpay.simulator.control.SimulatedTwilio;
import java.util.Set;

/// A customer on the telephone.
final class CrashCustomer {
  private static final int KEY_GAP_MILLIS = 12;
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

  /// The call's sid.
  String call() {
    return call;
  }

  boolean isOn() {
    return !ENDED.contains(twilio.call(call).status());
  }

  boolean isTalking() {
    return twilio.call(call).status().equals("in-progress");
  }

  /// Whether Twilio listens for this field.
  boolean isAskedFor(String field) {
    return twilio.call(call).capturing().equals(field);
  }

  /// Presses keys; returns when the last was pressed.
  void types(String keys) {
    twilio.type(call, keys, KEY_GAP_MILLIS).join();
  }

  void hangsUp() {
    if (isOn()) {
      twilio.hangUp(call);
    }
  }
}
