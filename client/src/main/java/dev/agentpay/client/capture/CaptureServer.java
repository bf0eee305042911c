package dev.agentpay.client.capture;

import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.StreamItem;
import java.util.function.Consumer;

/// What a [CardCapture] needs of its `PayClient`, which implements it. Not for programs.
///
/// Every method may throw a `PayException`.
public interface CaptureServer extends AutoCloseable {
  /// Opens the live updates.
  ///
  /// @param items called on a thread of its own, in order
  void open(Consumer<StreamItem> items);

  /// Starts a payment; returns while Twilio opens it.
  PaySession start(String callSid, PaymentDetails details);

  PaySession submit(String id);

  PaySession cancel(String id);

  /// Discards what was typed for this field, and asks for it again.
  PaySession captureAgain(String id, CaptureField field);

  /// The server's address, for error messages.
  String address();

  /// Ends the live updates.
  @Override
  void close();
}
