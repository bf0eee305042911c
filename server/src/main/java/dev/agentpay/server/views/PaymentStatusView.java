package dev.agentpay.server.views;

import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.session.SecondEntry;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A status callback from Twilio, as the event that records it shows it.
///
/// @param digit whether it is only a digit update
record PaymentStatusView(
    CallSid call,
    PaymentSid payment,
    Optional<SessionId> sessionHint,
    OptionalLong captureHint,
    Optional<CaptureField> capture,
    Optional<List<CaptureField>> required,
    boolean partial,
    Optional<ErrorType> error,
    Map<CaptureField, String> masks,
    Optional<String> cardType,
    Optional<PayResult> result,
    Optional<String> confirmationCode,
    Optional<String> token,
    Optional<String> profile,
    ReasonView reason,
    Optional<Instant> updatedAt,
    boolean digit,
    Optional<SecondEntry> secondEntry) {

  /// Why a Payment failed, if Twilio says so.
  record ReasonView(
      Optional<Integer> payErrorCode,
      Optional<String> paymentError,
      Optional<String> connectorError) {

    static ReasonView of(PaymentStatus.Reason reason) {
      return new ReasonView(reason.payErrorCode(), reason.paymentError(), reason.connectorError());
    }
  }

  static PaymentStatusView of(PaymentStatus status) {
    return new PaymentStatusView(
        status.call(),
        status.payment(),
        status.sessionHint(),
        status.captureHint(),
        status.capture(),
        status.required(),
        status.partial(),
        status.error(),
        status.masks(),
        status.cardType(),
        status.result(),
        status.confirmationCode(),
        status.token(),
        status.profile(),
        ReasonView.of(status.reason()),
        status.updatedAt(),
        status.isDigit(),
        status.secondEntry());
  }
}
