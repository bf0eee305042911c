package dev.agentpay.payments.proof;

import dev.agentpay.payments.values.PayResult;
import java.time.Instant;
import java.util.Optional;

/// Twilio's last word about a Payment, and what the connector told Twilio: the part of a status
/// callback that may prove something about money.
///
/// @param payErrorCode one of Twilio's 64xxx
/// @param paymentError Twilio's text for it
/// @param connectorError the connector's own error code
/// @param connectorStatus the connector's own word on the payment, `PayConnector_payment_status`;
///   only one vendor documents it
/// @param at when it reached us; Twilio may go on asking the connector for [Proof#RETRY_WINDOW]
public record LastWord(
    PayResult result,
    Optional<Integer> payErrorCode,
    Optional<String> paymentError,
    Optional<String> connectorError,
    Optional<String> connectorStatus,
    Instant at) {

  /// What it says, for people: `payment-connector-error: card_declined`.
  public String text() {
    return connectorError
        .or(() -> connectorStatus)
        .or(() -> paymentError)
        .or(() -> payErrorCode.map(code -> "Twilio " + code))
        .map(why -> result.wire() + ": " + why)
        .orElse(result.wire());
  }
}
