package dev.agentpay.scenarios.actors;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/// Follows the simulator's journal and writes to the transcript what Twilio was asked, what it sent
/// to us and what it requested from the connector. Leaves out callbacks for single digits, because
/// the agent reports those.
final class TwilioWatch implements AutoCloseable {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

  private final SimulatorControl simulator;
  private final Transcript transcript;
  private final AtomicBoolean watching = new AtomicBoolean(true);
  private final Thread thread;
  private long lastNumber;
  private Instant entryTime = Instant.EPOCH;

  TwilioWatch(SimulatorControl simulator, Transcript transcript) {
    this.simulator = simulator;
    this.transcript = transcript;
    simulator.journal(0).forEach(entry -> lastNumber = entry.path("number").asLong());
    thread = Thread.ofVirtual().name("twilio-watch").start(this::watch);
  }

  private void watch() {
    try {
      while (watching.get()) {
        poll();
        Thread.sleep(POLL_INTERVAL);
      }
      poll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ScriptFailure e) {
      transcript.line("twilio", "journal can no longer be read: " + e.getMessage());
    }
  }

  private void poll() {
    for (JsonNode entry : simulator.journal(lastNumber)) {
      lastNumber = entry.path("number").asLong();
      entryTime = Instant.parse(entry.path("at").asString());
      final JsonNode details = entry.path("details");
      switch (entry.path("kind").asString("")) {
        case "REST" -> rest(details);
        case "WEBHOOK" -> webhook(details);
        case "CONNECTOR" -> connector(details);
        default -> {} // customers and agents report keys and legs themselves
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
      says("receives: %s → HTTP %s".formatted(what, text(details, "status")));
    }
  }

  private void webhook(JsonNode details) {
    final JsonNode sent = details.path("parameters");
    if (!text(details, "url").contains("/payments/")
        || text(sent, "PartialResult").equals("true")) {
      return;
    }
    final StringBuilder line = new StringBuilder("sends a callback:");
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
            ? " (" + text(details, "fault") + " in transit)"
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
    transcript.line(entryTime, "twilio", what);
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  /// Writes the remaining entries, then stops.
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
