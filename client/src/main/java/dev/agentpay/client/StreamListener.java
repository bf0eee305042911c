package dev.agentpay.client;

import dev.agentpay.client.model.ConnectionChange;
import dev.agentpay.client.model.Digits;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.Snapshot;

/// Hears what a stream tells, on the stream's own thread, one thing at a time and in order.
///
/// While a method runs, the stream stands still; one that takes long makes the server cut the
/// connection, and the stream come back and catch up. What a method throws is logged and otherwise
/// ignored.
public interface StreamListener {
  /// The stream begins, or begins anew because the server could not continue the old one.
  default void snapshot(Snapshot snapshot) {}

  /// Something happened. Each event is told once, however often the connection breaks.
  default void event(PayEvent event) {}

  /// The customer typed a digit.
  default void digits(Digits digits) {}

  /// The connection stands otherwise now.
  default void connection(ConnectionChange change) {}
}
