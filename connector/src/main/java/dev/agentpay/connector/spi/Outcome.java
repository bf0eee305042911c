package dev.agentpay.connector.spi;

import java.util.Map;

/// How an order ended. Every text in it is written to the ledger and told to Twilio, so it must not
/// hold card data; the connector blanks the order's own number should a gateway repeat it.
public sealed interface Outcome {
  /// What may come of a charge.
  sealed interface OfCharge extends Outcome permits Charged, Refused, Unclear {}

  /// What may come of a tokenisation.
  sealed interface OfToken extends Outcome permits Tokenized, Refused, Unclear {}

  /// The money has moved. Final.
  ///
  /// @param id the gateway's id of the charge; becomes Twilio's `PaymentConfirmationCode`
  /// @param parameters answered to Twilio as they are; may be empty
  record Charged(String id, Map<String, String> parameters) implements OfCharge {
    public Charged {
      parameters = Map.copyOf(parameters);
    }
  }

  /// The token exists. Final.
  ///
  /// @param id the token; becomes Twilio's `PaymentToken`
  /// @param parameters answered to Twilio as they are; may be empty
  record Tokenized(String id, Map<String, String> parameters) implements OfToken {
    public Tokenized {
      parameters = Map.copyOf(parameters);
    }
  }

  /// The gateway has said no, and nothing moved. Final: say it only when it is certain.
  ///
  /// @param code short and stable, such as `card_declined`; becomes Twilio's `ConnectorError`
  /// @param message one sentence for the agent
  record Refused(String code, String message) implements OfCharge, OfToken {}

  /// Nobody knows: a time-out, a broken connection, a gateway's own failure. Not final: the same
  /// order may be given again, and the processor finds out then.
  ///
  /// @param reason one sentence for the operator
  record Unclear(String reason) implements OfCharge, OfToken {}
}
