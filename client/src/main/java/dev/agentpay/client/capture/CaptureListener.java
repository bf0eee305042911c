package dev.agentpay.client.capture;

import dev.agentpay.client.model.ConnectionChange;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;

/// Receives the events of a [CardCapture]: those of its own payments, never of other agents'.
///
/// All methods run on one thread of the capture, named `agentpay-capture`: one event at a time and
/// in order. A user interface must change to its own thread, for example with
/// `SwingUtilities.invokeLater`.
///
/// While a method runs, later events wait; payments and live updates go on. A method may call the
/// blocking methods of its capture, for example `submitCapture` in [#captureComplete]: that does
/// not deadlock, because this thread has no part in what they wait for. The events that lead to the
/// result arrive after the listener's method has returned. If a listener is so slow that 10 000
/// events wait, further ones are dropped and logged.
///
/// If a method throws, the exception is logged, and the next event follows.
public interface CaptureListener {
  /// The capture works on this call now: it was attached to it, or `updateCallSid` was called.
  default void callConnected(String callSid) {}

  /// Attached without a call: the agent has got this one, and the capture works on it now.
  default void uuiItemAdded(String callSid) {}

  /// Something was typed, captured or rejected, or the payment ended.
  default void cardUpdate(CardUpdate update) {}

  /// Twilio has opened the payment.
  default void capturing() {}

  /// The customer is asked for the card number.
  default void capturingCard() {}

  /// The customer is asked for the security code.
  default void capturingSecurityCode() {}

  /// The customer is asked for the expiry.
  default void capturingDate() {}

  /// The customer is asked for the postal code.
  default void capturingPostalCode() {}

  /// All fields are captured: submit.
  default void captureComplete() {}

  /// The card number was discarded and is asked for again.
  default void cardReset() {}

  /// The security code was discarded and is asked for again.
  default void securityCodeReset() {}

  /// The expiry was discarded and is asked for again.
  default void dateReset() {}

  /// The postal code was discarded and is asked for again.
  default void postalCodeReset() {}

  /// The payment was cancelled, here or elsewhere. Nothing was charged.
  default void cancelledCapture() {}

  /// The payment is paid, or the card is a token.
  default void submitComplete(PaySession paySession) {}

  /// The capture was detached. The last event.
  default void stopCapturing() {}

  /// A method of the capture failed, the payment ended without success, or the token was refused. A
  /// `CaptureException` has a code. After an unconfirmed payment, `submitComplete` or another error
  /// may follow.
  default void error(PayException error) {}

  /// The connection for live updates changed. It reconnects by itself, and no event is lost, except
  /// when it is `CLOSED`.
  default void connection(ConnectionChange change) {}
}
