package dev.agentpay.scenarios.actors;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Puts into words what an existing client shows an agent. A field that grows digit by digit is one
/// line.
public final class ExistingPage {
  private static final Map<String, String> FIELDS =
      Map.of(
          "payment-card-number", "PaymentCardNumber",
          "expiration-date", "ExpirationDate",
          "security-code", "SecurityCode",
          "postal-code", "PaymentCardPostalCode");

  private final String agent;
  private final Transcript transcript;
  private String growing = "";

  ExistingPage(String agent, Transcript transcript) {
    this.agent = agent;
    this.transcript = transcript;
  }

  /// The agent does something.
  public void does(String what) {
    transcript.line(agent, what);
  }

  /// The client's page shows something.
  public synchronized void shows(String what) {
    if (!growing.isEmpty()) {
      does(growing);
      growing = "";
    }
    does("sees in the old page: " + what);
  }

  /// A callback's fields arrive, as Twilio names them.
  public void update(JsonNode data) {
    final String field = data.path("Capture").asString("");
    final String mask = data.path(FIELDS.getOrDefault(field, "")).asString("");
    if (data.has("Result")) {
      shows(result(data));
    } else if (data.path("PartialResult").asString("").equals("true")) {
      grow(words(field), mask);
    } else if (data.has("ErrorType")) {
      shows("%s was not taken: %s".formatted(words(field), text(data, "ErrorType")));
    } else if (!mask.isEmpty() && !data.path("Required").asString("").contains(field)) {
      final String brand = text(data, "PaymentCardType");
      shows(
          "%s %s%s"
              .formatted(
                  words(field),
                  mask,
                  field.equals("payment-card-number") ? " (" + brand + ")" : ""));
    }
  }

  private synchronized void grow(String what, String mask) {
    growing =
        growing.isEmpty()
            ? "sees in the old page: %s grows: %s".formatted(what, mask)
            : growing + " " + mask;
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

  /// A field in plain words.
  public static String words(String field) {
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
