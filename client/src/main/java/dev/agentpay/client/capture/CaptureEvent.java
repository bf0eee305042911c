package dev.agentpay.client.capture;

import dev.agentpay.client.model.CaptureException;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.ConnectionChange;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;

/// An event of a capture, as a value.
sealed interface CaptureEvent {
  /// Calls the listener's method for this event.
  void tell(CaptureListener listener);

  /// The events without data.
  enum Step implements CaptureEvent {
    CAPTURING,
    CAPTURE_COMPLETE,
    CANCELLED_CAPTURE,
    STOP_CAPTURING;

    @Override
    public void tell(CaptureListener listener) {
      switch (this) {
        case CAPTURING -> listener.capturing();
        case CAPTURE_COMPLETE -> listener.captureComplete();
        case CANCELLED_CAPTURE -> listener.cancelledCapture();
        case STOP_CAPTURING -> listener.stopCapturing();
      }
    }
  }

  /// @param asAdded whether the agent got the call, instead of the program naming it
  record Connected(String callSid, boolean asAdded) implements CaptureEvent {
    @Override
    public void tell(CaptureListener listener) {
      if (asAdded) {
        listener.uuiItemAdded(callSid);
      } else {
        listener.callConnected(callSid);
      }
    }
  }

  record Updated(CardUpdate update) implements CaptureEvent {
    @Override
    public void tell(CaptureListener listener) {
      listener.cardUpdate(update);
    }
  }

  /// The customer is asked for this field. Fields of a bank account have no event.
  record AskedFor(CaptureField field) implements CaptureEvent {
    @Override
    public void tell(CaptureListener listener) {
      switch (field) {
        case PAYMENT_CARD_NUMBER -> listener.capturingCard();
        case SECURITY_CODE -> listener.capturingSecurityCode();
        case EXPIRATION_DATE -> listener.capturingDate();
        case POSTAL_CODE -> listener.capturingPostalCode();
        case BANK_ROUTING_NUMBER, BANK_ACCOUNT_NUMBER, UNKNOWN -> {}
      }
    }
  }

  record Reset(CaptureField field) implements CaptureEvent {
    @Override
    public void tell(CaptureListener listener) {
      switch (field) {
        case PAYMENT_CARD_NUMBER -> listener.cardReset();
        case SECURITY_CODE -> listener.securityCodeReset();
        case EXPIRATION_DATE -> listener.dateReset();
        case POSTAL_CODE -> listener.postalCodeReset();
        case BANK_ROUTING_NUMBER, BANK_ACCOUNT_NUMBER, UNKNOWN -> {}
      }
    }
  }

  record SubmitComplete(PaySession session) implements CaptureEvent {
    @Override
    public void tell(CaptureListener listener) {
      listener.submitComplete(session);
    }
  }

  /// The payment ended without success, or its end is unconfirmed.
  record Ended(PaySession session) implements CaptureEvent {
    @Override
    public void tell(CaptureListener listener) {
      listener.error(CaptureException.ofEnd(session));
    }
  }

  record Failed(PayException error) implements CaptureEvent {
    @Override
    public void tell(CaptureListener listener) {
      listener.error(error);
    }
  }

  record Connection(ConnectionChange change) implements CaptureEvent {
    @Override
    public void tell(CaptureListener listener) {
      listener.connection(change);
    }
  }
}
