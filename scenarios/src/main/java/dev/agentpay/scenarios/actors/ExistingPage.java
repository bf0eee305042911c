package dev.agentpay.scenarios.actors;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Writes to the transcript what an existing client's page shows to an agent. The digits of one
/// field are combined in one line.
public final class ExistingPage {
  private static final Map<String, String> FIELDS =
      Map.of(
          "payment-card-number", "PaymentCardNumber",
          "expiration-date", "ExpirationDate",
          "security-code", "SecurityCode",
          "postal-code", "PaymentCardPostalCode");

  private final String agent;
  private final Transcript transcript;
  private String pendingDigits = "";

  ExistingPage(String agent, Transcript transcript) {
    this.agent = agent;
    this.transcript = transcript;
  }

  /// Records an action of the agent.
  public void does(String what) {
    transcript.line(agent, what);
  }

  /// Records what the page shows.
  public synchronized void shows(String what) {
    if (!pendingDigits.isEmpty()) {
      does(pendingDigits);
      pendingDigits = "";
    }
    does("sees in the old page: " + what);
  }

  /// Records an update whose fields have Twilio's names.
  public void update(JsonNode data) {
    final String field = data.path("Capture").asString("");
    final String mask = data.path(FIELDS.getOrDefault(field, "")).asString("");
    if (data.has("Result")) {
      shows(result(data));
    } else if (data.path("PartialResult").asString("").equals("true")) {
      addDigits(fieldLabel(field), mask);
    } else if (data.has("ErrorType")) {
      shows("%s was rejected: %s".formatted(fieldLabel(field), text(data, "ErrorType")));
    } else if (!mask.isEmpty() && !data.path("Required").asString("").contains(field)) {
      final String brand = text(data, "PaymentCardType");
      shows(
          "%s %s%s"
              .formatted(
                  fieldLabel(field),
                  mask,
                  field.equals("payment-card-number") ? " (" + brand + ")" : ""));
    }
  }

  private synchronized void addDigits(String label, String mask) {
    pendingDigits =
        pendingDigits.isEmpty()
            ? "sees in the old page: %s being typed: %s".formatted(label, mask)
            : pendingDigits + " " + mask;
  }

  private static String result(JsonNode data) {
    final StringBuilder line = new StringBuilder("Result=").append(text(data, "Result"));
    for (String field :
        new String[] {"PaymentConfirmationCode", "PaymentToken", "PayErrorCode", "PaymentError"}) {
      if (!text(data, field).isEmpty()) {
        line.append(", ").append(field).append('=').append(text(data, field));
      }
    }
    return line.toString();
  }

  /// A readable name of the field.
  public static String fieldLabel(String field) {
    return switch (field) {
      case "payment-card-number" -> "the card number";
      case "expiration-date" -> "the expiry";
      default -> "the " + field.replace('-', ' ');
    };
  }

  private static String text(JsonNode data, String name) {
    return data.path(name).asString("");
  }
}
