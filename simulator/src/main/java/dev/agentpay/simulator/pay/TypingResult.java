package dev.agentpay.simulator.pay;

import java.util.List;

/// What happened to the keys that a customer pressed, without the keys themselves.
///
/// @param pressed number of keys pressed
/// @param heardByPayment number of keys that a payment received
/// @param hungUp whether a fault made the customer hang up before the last key
/// @param heardBy for each key, in order, `payment` or `nobody`
public record TypingResult(int pressed, int heardByPayment, boolean hungUp, List<String> heardBy) {
  public TypingResult {
    heardBy = List.copyOf(heardBy);
  }
}
