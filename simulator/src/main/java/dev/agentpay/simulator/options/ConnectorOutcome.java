package dev.agentpay.simulator.options;

import dev.agentpay.simulator.options.Choices.PaymentStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How asking a connector ended.
public sealed interface ConnectorOutcome {

  /// The money moved or the token was made. The ids are those of the final callback; what does not
  /// apply is empty.
  record Approved(
      String confirmationCode, String token, String profile, Map<String, String> parameters)
      implements ConnectorOutcome {
    public Approved {
      parameters = Map.copyOf(parameters);
    }
  }

  /// An explicit refusal, with the gateway's own code.
  record Refused(int payErrorCode, String connectorError, String message)
      implements ConnectorOutcome {}

  /// Nobody knows: no answer, or one that cannot be read.
  record Doubt(int payErrorCode, String message) implements ConnectorOutcome {}

  /// Before the name of what a connector adds to its answer.
  String ECHO = "PayConnector_";

  /// What the final callback says besides the captured fields.
  default Map<String, String> parameters(Switches switches) {
    var parameters = new LinkedHashMap<String, String>();
    switch (this) {
      case Approved(String confirmation, String token, String profile, var echoed) -> {
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
