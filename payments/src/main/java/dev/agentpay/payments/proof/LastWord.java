package dev.agentpay.payments.proof;

import dev.agentpay.payments.values.PayResult;
import java.time.Instant;
import java.util.Optional;

/// The final result of a Payment: what Twilio reported, and what the connector told Twilio. It is
/// the part of a status callback that may prove whether money moved.
///
/// @param payErrorCode one of Twilio's error codes 64xxx
/// @param paymentError Twilio's text for the error
/// @param connectorError the connector's own error code
/// @param connectorStatus the connector's own status of the payment, `PayConnector_payment_status`;
///   only one vendor documents it
/// @param at when we received it; Twilio may still retry its request to the connector for
///   [Proof#RETRY_WINDOW]
public record LastWord(
    PayResult result,
    Optional<Integer> payErrorCode,
    Optional<String> paymentError,
    Optional<String> connectorError,
    Optional<String> connectorStatus,
    Instant at) {

  /// Returns a text for people, for example `payment-connector-error: card_declined`.
  public String text() {
    return connectorError
        .or(() -> connectorStatus)
        .or(() -> paymentError)
        .or(() -> payErrorCode.map(code -> "Twilio " + code))
        .map(why -> result.wire() + ": " + why)
        .orElse(result.wire());
  }
}
