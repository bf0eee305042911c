package dev.agentpay.simulator.options;

import dev.agentpay.simulator.options.Choices.PaymentStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The result of a request to a connector.
public sealed interface ConnectorOutcome {

  /// The charge was made or the token was created. The values are those of the final callback;
  /// those that do not apply are empty.
  record Approved(
      String confirmationCode, String token, String profile, Map<String, String> parameters)
      implements ConnectorOutcome {
    public Approved {
      parameters = Map.copyOf(parameters);
    }
  }

  /// The gateway refused, with its own error code.
  record Refused(int payErrorCode, String connectorError, String message)
      implements ConnectorOutcome {}

  /// In doubt: no answer, or one that cannot be parsed.
  record Doubt(int payErrorCode, String message) implements ConnectorOutcome {}

  /// Prefix of the parameters that a connector adds to its answer.
  String ECHO = "PayConnector_";

  /// The parameters of the final callback, without the captured fields.
  default Map<String, String> parameters(Switches switches) {
    final Map<String, String> parameters = new LinkedHashMap<>();
    switch (this) {
      case Approved(
              String confirmation,
              String token,
              String profile,
              Map<String, String> echoed) -> {
        parameters.put("PaymentConfirmationCode", confirmation);
        parameters.put("PaymentToken", token);
        parameters.put("ProfileId", profile);
        if (switches.is(Switch.CONNECTOR_PARAMETER_ECHO)) {
          echoed.forEach((name, value) -> parameters.put(ECHO + name, value));
        }
      }
      case Refused(int code, String connectorError, String message) -> {
        parameters.put("PayErrorCode", Integer.toString(code));
        parameters.put("PaymentError", message);
        parameters.put("ConnectorError", connectorError);
      }
      case Doubt(int code, String message) -> {
        if (switches.is(Switch.DOUBT_CARRIES_PAY_ERROR_CODE)) {
          parameters.put("PayErrorCode", Integer.toString(code));
        }
        parameters.put("PaymentError", message);
      }
    }
    paymentStatus(switches.choice(Switch.CONNECTOR_PAYMENT_STATUS, PaymentStatus.class))
        .ifPresent(status -> parameters.put(ECHO + "payment_status", status));
    return parameters;
  }

  private Optional<String> paymentStatus(PaymentStatus status) {
    return switch (status) {
      case NONE -> Optional.empty();
      case AS_ANSWERED ->
          Optional.of(
              switch (this) {
                case Approved _ -> PaymentStatus.SUCCESS.name();
                case Refused _ -> PaymentStatus.DECLINED.name();
                case Doubt _ -> PaymentStatus.PENDING.name();
              });
      case SUCCESS, PENDING, DECLINED -> Optional.of(status.name());
    };
  }
}
