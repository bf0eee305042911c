package dev.agentpay.proofs.crash;

import dev.agentpay.client.model.PayEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The values that identify a status callback within its session, so that a callback that Twilio
/// sent can be found in the session's log.
///
/// @param at `DateUpdated`, or `DateCreated` of the first callback
/// @param capture, error, result empty if the callback has none
public record Callback(
    Instant at, String capture, List<String> required, String error, String result) {
  public Callback {
    required = List.copyOf(required);
  }

  /// Reads a callback as Twilio sent it; empty for a single digit, which is shown but not stored.
  static Optional<Callback> sent(Map<String, String> parameters) {
    final String capture = parameters.getOrDefault("Capture", "");
    final String error = parameters.getOrDefault("ErrorType", "");
    final String result = parameters.getOrDefault("Result", "");
    final boolean isDigit =
        parameters.getOrDefault("PartialResult", "").equals("true")
            && error.isEmpty()
            && result.isEmpty();
    if (isDigit) {
      return Optional.empty();
    }
    final String required = capture.isEmpty() ? "" : parameters.getOrDefault("Required", "");
    return Optional.of(
        new Callback(
            Instant.parse(
                parameters.getOrDefault("DateUpdated", parameters.getOrDefault("DateCreated", ""))),
            capture,
            Arrays.stream(required.split(",", -1)).filter(r -> !r.isEmpty()).toList(),
            error,
            result));
  }

  /// Reads a callback from the log; empty if the event is not a status callback.
  public static Optional<Callback> logged(PayEvent event) {
    if (!event.type().equals("status-received")
        || !(event.details().get("status") instanceof Map<?, ?> status)) {
      return Optional.empty();
    }
    final List<String> required =
        status.get("required") instanceof List<?> list
            ? list.stream().map(String::valueOf).toList()
            : List.of();
    return Optional.of(
        new Callback(
            Instant.parse(text(status, "updatedAt")),
            text(status, "capture"),
            required,
            text(status, "error"),
            text(status, "result")));
  }

  private static String text(Map<?, ?> map, String name) {
    final Object value = map.get(name);
    return value == null ? "" : String.valueOf(value);
  }
}
