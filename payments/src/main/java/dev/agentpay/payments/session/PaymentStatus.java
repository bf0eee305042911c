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

/// One parsed status callback from Twilio. A callback contains only some of the fields; the others
/// are absent (not empty), and the session merges the callbacks. The expiry date is never included:
/// its value in [#masks] is `xxxx`.
///
/// @param call the leg that Twilio names; the Payment may belong to its child leg
/// @param payment the Payment; sessions are found by it
/// @param sessionHint our session id from the callback's URL
/// @param captureHint the number of the capture from the URL. Only a hint, because Twilio does not
///   document which URL it uses for later callbacks
/// @param capture the field being captured, for the first or the second time
/// @param required fields that must still be captured, or captured a second time, without unknown
///   ones; empty list: none
/// @param partial whether the customer is still typing
/// @param masks each field's value as Twilio masked it
/// @param cardType the card brand in Twilio's spelling, for example `visa`
/// @param connectorStatus the connector's own status of the payment, `PayConnector_payment_status`
/// @param updatedAt Twilio's `DateUpdated` (or `DateCreated`) in milliseconds; defines the order of
///   callbacks
/// @param reason texts and codes of a failure
/// @param secondEntry what it says about a second entry; empty if it is about a first or only one
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
    Optional<Instant> updatedAt,
    Optional<SecondEntry> secondEntry) {

  public PaymentStatus {
    required = required.map(List::copyOf);
    masks = Map.copyOf(masks);
  }

  /// Whether this callback only reports a digit.
  public boolean isDigit() {
    return partial && error.isEmpty() && result.isEmpty();
  }

  /// Whether this callback is about the second of two entries.
  boolean isOfSecondEntry() {
    return secondEntry.equals(Optional.of(SecondEntry.REPORTED));
  }

  /// Returns the result of the Payment, if this callback has one.
  ///
  /// @param at when we received the callback
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

    /// No reason is known.
    public static final Reason NONE =
        new Reason(Optional.empty(), Optional.empty(), Optional.empty());

    /// Returns the most specific of the three, for people.
    public Optional<String> text() {
      return connectorError.or(() -> paymentError).or(() -> payErrorCode.map(c -> "Twilio " + c));
    }
  }
}
