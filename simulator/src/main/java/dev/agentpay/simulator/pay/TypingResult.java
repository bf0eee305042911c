package dev.agentpay.simulator.pay;

import java.util.List;

/// What became of keys that a customer pressed, one entry a key and in order, without the keys
/// themselves.
///
/// @param pressed how many were pressed
/// @param heardByPayment how many a payment listened to; the rest went to nobody
/// @param hungUp whether a fault made the customer hang up in the middle
public record TypingResult(int pressed, int heardByPayment, boolean hungUp, List<String> heardBy) {
  public TypingResult {
    heardBy = List.copyOf(heardBy);
  }
}
