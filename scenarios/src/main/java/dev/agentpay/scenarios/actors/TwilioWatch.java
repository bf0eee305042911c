package dev.agentpay.scenarios.actors;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/// Follows the simulator's journal and puts it into the transcript: what Twilio was asked, told us,
/// and asked the connector. Callbacks for single digits are left out; the agent shows them.
final class TwilioWatch implements AutoCloseable {
  private static final Duration GLANCE = Duration.ofMillis(20);

  private final SimulatorControl simulator;
  private final Transcript transcript;
  private final AtomicBoolean watching = new AtomicBoolean(true);
  private final Thread thread;
  private long seen;
  private Instant at = Instant.EPOCH;

  TwilioWatch(SimulatorControl simulator, Transcript transcript) {
    this.simulator = simulator;
    this.transcript = transcript;
    simulator.journal(0).forEach(entry -> seen = entry.path("number").asLong());
    thread = Thread.ofVirtual().name("twilio-watch").start(this::watch);
  }

  private void watch() {
    try {
      while (watching.get()) {
        look();
        Thread.sleep(GLANCE);
      }
      look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ScriptFailure e) {
      transcript.line("twilio", "cannot be watched any more: " + e.getMessage());
    }
  }

  private void look() {
    for (JsonNode entry : simulator.journal(seen)) {
      seen = entry.path("number").asLong();
      at = Instant.parse(entry.path("at").asString());
      final JsonNode details = entry.path("details");
      switch (entry.path("kind").asString("")) {
        case "REST" -> rest(details);
        case "WEBHOOK" -> webhook(details);
        case "CONNECTOR" -> connector(details);
        default -> {} // keys and legs are told by customer and agent
      }
    }
  }

  private void rest(JsonNode details) {
    final JsonNode parameters = details.path("parameters");
    final String what =
        parameters.has("Capture")
            ? "capture " + text(parameters, "Capture")
            : parameters.has("Status") ? text(parameters, "Status") : "create";
    if (text(details, "path").contains("/Payments")) {
      says("is told: %s → HTTP %s".formatted(what, text(details, "status")));
    }
  }

  private void webhook(JsonNode details) {
    final JsonNode sent = details.path("parameters");
    if (!text(details, "url").contains("/payments/")
        || text(sent, "PartialResult").equals("true")) {
      return;
    }
    final StringBuilder line = new StringBuilder("tells us:");
    for (String name :
        new String[] {
          "Capture", "Required", "ErrorType", "Result", "PaymentError", "ConnectorError"
        }) {
      if (sent.has(name)) {
        line.append(' ').append(name).append('=').append(text(sent, name));
      }
    }
    line.append(sent.has("Capture") || sent.has("Result") ? "" : " the Payment is open");
    line.append(
        details.has("fault")
            ? " (" + text(details, "fault") + " on the way)"
            : " → HTTP " + text(details, "status"));
    says(line.toString());
  }

  private void connector(JsonNode details) {
    says(
        "asks the connector to %s, attempt %s%s"
            .formatted(
                text(details, "method"),
                text(details, "attempt"),
                details.has("fault") ? " (" + text(details, "fault") + ")" : ""));
  }

  private void says(String what) {
    transcript.line(at, "twilio", what);
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  /// Shows what there still is to show.
  @Override
  public void close() {
    watching.set(false);
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
