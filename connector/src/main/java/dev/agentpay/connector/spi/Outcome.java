package dev.agentpay.connector.spi;

import java.util.Map;

/// The result of processing an order. Its texts are written to the ledger and sent to Twilio, so
/// they must not contain card data. As a safeguard, the connector masks the order's own card or
/// account number in them.
public sealed interface Outcome {
  /// The possible outcomes of a charge.
  sealed interface OfCharge extends Outcome permits Charged, Refused, Unclear {}

  /// The possible outcomes of a tokenization.
  sealed interface OfToken extends Outcome permits Tokenized, Refused, Unclear {}

  /// The money has moved. Final.
  ///
  /// @param id the gateway's id of the charge; becomes Twilio's `PaymentConfirmationCode`
  /// @param parameters sent to Twilio unchanged; may be empty
  record Charged(String id, Map<String, String> parameters) implements OfCharge {
    public Charged {
      parameters = Map.copyOf(parameters);
    }
  }

  /// The token was created. Final.
  ///
  /// @param id the token; becomes Twilio's `PaymentToken`
  /// @param parameters sent to Twilio unchanged; may be empty
  record Tokenized(String id, Map<String, String> parameters) implements OfToken {
    public Tokenized {
      parameters = Map.copyOf(parameters);
    }
  }

  /// The gateway refused the order and no money moved. Final: return it only if that is certain.
  ///
  /// @param code short and stable, such as `card_declined`; becomes Twilio's `ConnectorError`
  /// @param message one sentence for the agent
  record Refused(String code, String message) implements OfCharge, OfToken {}

  /// The outcome is unknown, for example after a time-out, a broken connection or an error inside
  /// the gateway. Not final: the connector may pass the same order to the processor again, which
  /// must then find out how it ended.
  ///
  /// @param reason one sentence for the operator
  record Unclear(String reason) implements OfCharge, OfToken {}
}
