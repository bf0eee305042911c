package dev.agentpay.client;

import dev.agentpay.client.model.ConnectionChange;
import dev.agentpay.client.model.Digits;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.Snapshot;

/// Receives what a stream delivers: on the stream's own thread, one item at a time and in order.
///
/// While a method runs, the stream waits. If it takes too long, the server closes the connection;
/// the stream then reconnects and catches up. Exceptions thrown by a method are logged and
/// otherwise ignored.
public interface StreamListener {
  /// The stream begins, or starts again because the server could not continue at the last position.
  default void snapshot(Snapshot snapshot) {}

  /// Something happened. Each event is delivered once, however often the connection breaks.
  default void event(PayEvent event) {}

  /// The customer typed a digit.
  default void digits(Digits digits) {}

  /// The state of the connection changed.
  default void connection(ConnectionChange change) {}
}
