package dev.agentpay.twilio.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.exception.RestException;
import com.twilio.exception.TwilioException;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.twilio.Masks;
import java.io.ByteArrayInputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Converts an HTTP answer to the result of an instruction. The main question is whether Twilio may
/// have carried it out.
final class HttpAnswers {
  /// Longest pause that Twilio can impose on us; every session has a shorter deadline.
  static final Duration MAX_PAUSE = Duration.ofMinutes(5);

  /// The server or a proxy waited too long for the request; we do not know how much of it arrived.
  private static final int REQUEST_TIMEOUT = 408;

  private static final int TOO_MANY_REQUESTS = 429;

  /// Twilio's own code for too many requests.
  private static final int TWILIO_TOO_MANY = 20429;

  private static final ObjectMapper JSON = new ObjectMapper();

  private HttpAnswers() {}

  /// Converts an answer other than 2xx.
  static Answer of(HttpResponse<byte[]> response) {
    final int status = response.statusCode();
    if (status < 400 || status >= 500 || status == REQUEST_TIMEOUT) {
      return new Answer.NoAnswer("HTTP " + status);
    }
    final Optional<RestException> error = error(response.body());
    final int code = error.flatMap(e -> Optional.ofNullable(e.getCode())).orElse(0);
    if (status == TOO_MANY_REQUESTS || code == TWILIO_TOO_MANY) {
      return new Answer.RateLimited(pause(response.headers()));
    }
    return new Answer.Refused(
        status,
        code,
        error
            .flatMap(e -> Optional.ofNullable(e.getMessage()))
            .map(Masks::text)
            .orElse("no reason given"));
  }

  /// Describes in words why there was no answer.
  static String describe(Throwable failure) {
    final String message = failure.getMessage();
    final String type = failure.getClass().getSimpleName();
    return message == null ? type : type + ": " + Masks.text(message);
  }

  private static Optional<RestException> error(byte[] body) {
    try {
      return Optional.ofNullable(RestException.fromJson(new ByteArrayInputStream(body), JSON));
    } catch (TwilioException e) {
      return Optional.empty(); // not from Twilio, but from a proxy in between
    }
  }

  /// Parses `Retry-After`: seconds, or a time that is compared with the answer's own `Date`.
  private static Optional<Duration> pause(HttpHeaders headers) {
    return headers
        .firstValue("Retry-After")
        .flatMap(value -> seconds(value).or(() -> until(value, headers.firstValue("Date"))))
        .filter(pause -> !pause.isNegative())
        .map(pause -> pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause);
  }

  private static Optional<Duration> seconds(String value) {
    return value.matches("[0-9]{1,9}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
        : Optional.empty();
  }

  private static Optional<Duration> until(String value, Optional<String> date) {
    try {
      final ZonedDateTime end = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      return date.map(d -> ZonedDateTime.parse(d, DateTimeFormatter.RFC_1123_DATE_TIME))
          .map(now -> Duration.between(now, end));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
