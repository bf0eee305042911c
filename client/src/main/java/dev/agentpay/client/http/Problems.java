package dev.agentpay.client.http;

import dev.agentpay.client.model.Names;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.ProblemType;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// Converts error responses into exceptions.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457: Problem Details</a>
public final class Problems {
  /// Prefix of a problem's `type`; the rest is the name of the problem.
  private static final String PREFIX = "https://agentpay.dev/problems/";

  /// More digits than any sensible pause has.
  private static final String SECONDS = "[0-9]{1,9}";

  private Problems() {}

  public static PayException badAnswer(String detail) {
    return badAnswer(0, detail, Optional.empty());
  }

  /// The exception for a response with this status, headers and body.
  public static PayException of(int status, HttpHeaders headers, byte[] body, Instant now) {
    final Optional<Duration> retryAfter =
        headers.firstValue("Retry-After").flatMap(value -> retryAfter(value.strip(), now));
    final boolean problem =
        headers
            .firstValue("Content-Type")
            .map(type -> type.startsWith("application/problem+json"))
            .orElse(false);
    if (!problem) {
      return badAnswer(
          status,
          "the response is not a problem document; is this an AgentPay server?",
          retryAfter);
    }
    try {
      return read(Wire.parse(body, "the problem"), status, retryAfter);
    } catch (PayException e) {
      return badAnswer(status, e.detail(), retryAfter);
    }
  }

  private static PayException read(JsonView json, int status, Optional<Duration> retryAfter) {
    final String type = json.text("type", "");
    return new PayException(
        type.startsWith(PREFIX)
            ? Names.read(ProblemType.class, type.substring(PREFIX.length()), ProblemType.UNKNOWN)
            : ProblemType.UNKNOWN,
        status,
        json.optionalText("detail").orElseGet(() -> json.text("title", "")),
        json.list(
            "errors", e -> new PayException.FieldError(e.text("field", ""), e.text("detail", ""))),
        retryAfter);
  }

  private static PayException badAnswer(int status, String detail, Optional<Duration> retryAfter) {
    return new PayException(ProblemType.BAD_ANSWER, status, detail, List.of(), retryAfter);
  }

  /// Parses `Retry-After`: seconds or a date.
  private static Optional<Duration> retryAfter(String value, Instant now) {
    if (value.matches(SECONDS)) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      final Instant then =
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
