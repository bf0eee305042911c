package dev.agentpay.payments.session;

import dev.agentpay.payments.proof.LastWord;
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

/// One status callback of Twilio, read and cleaned: fields that a callback lacks are absent, not
/// empty, because a callback carries only some and the session merges them. The expiry never gets
/// this far: its value in [#masks] is `xxxx`.
///
/// @param call the leg that Twilio names; the Payment may sit on its child
/// @param payment the Payment it is about: sessions are found by this
/// @param sessionHint our session id, as it travelled in the callback's URL
/// @param captureHint the number of the capture that the URL belonged to; a hint, since which URL
///   Twilio uses for a later callback is not published
/// @param capture the field being captured
/// @param required what is still to be captured, known fields only; empty list: nothing more
/// @param partial whether digits are still arriving
/// @param masks each field's value as Twilio masked it
/// @param cardType the brand in Twilio's spelling: `visa`
/// @param connectorStatus the connector's own word on the payment, `PayConnector_payment_status`
/// @param updatedAt Twilio's `DateUpdated` (or `DateCreated`), milliseconds: orders callbacks
/// @param reason the texts and codes that come with a failure
public record PaymentStatus(
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
    Reason reason,
    Optional<String> connectorStatus,
    Optional<Instant> updatedAt) {

  public PaymentStatus {
    required = required.map(List::copyOf);
    masks = Map.copyOf(masks);
  }

  /// Whether it tells of a digit and of nothing that lasts.
  public boolean isDigit() {
    return partial && error.isEmpty() && result.isEmpty();
  }

  /// What it says about the end of the Payment, if it does.
  ///
  /// @param at when it reached us
  public Optional<LastWord> lastWord(Instant at) {
    return result.map(
        end ->
            new LastWord(
                end,
                reason.payErrorCode(),
                reason.paymentError(),
                reason.connectorError(),
                connectorStatus,
                at));
  }

  /// Why a Payment failed, as far as Twilio says.
  ///
  /// @param payErrorCode one of Twilio's 64xxx
  /// @param paymentError Twilio's text for it
  /// @param connectorError the connector's own error code
  public record Reason(
      Optional<Integer> payErrorCode,
      Optional<String> paymentError,
      Optional<String> connectorError) {

    /// Nothing is known.
    public static final Reason NONE =
        new Reason(Optional.empty(), Optional.empty(), Optional.empty());

    /// The most telling of the three, for people.
    public Optional<String> text() {
      return connectorError.or(() -> paymentError).or(() -> payErrorCode.map(c -> "Twilio " + c));
    }
  }
}
