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

/// Says what an HTTP answer means for the instruction that it answers: the one question is whether
/// it may have happened.
final class HttpAnswers {
  /// Longest pause that we let Twilio impose; every session has a deadline that comes first.
  static final Duration MAX_PAUSE = Duration.ofMinutes(5);

  /// Somebody waited too long for the request: how much of it had arrived is not known.
  private static final int REQUEST_TIMEOUT = 408;

  private static final int TOO_MANY_REQUESTS = 429;

  /// Twilio's own code for the same.
  private static final int TWILIO_TOO_MANY = 20429;

  private static final ObjectMapper JSON = new ObjectMapper();

  private HttpAnswers() {}

  /// What an answer other than 2xx means.
  static Answer of(HttpResponse<byte[]> response) {
    final int status = response.statusCode();
    if (status < 400 || status >= 500 || status == REQUEST_TIMEOUT) {
      return new Answer.NoAnswer("HTTP " + status);
    }
    final Optional<RestException> error = error(response.body());
    final int code = error.flatMap(e -> Optional.ofNullable(e.getCode())).orElse(0);
    if (status == TOO_MANY_REQUESTS || code == TWILIO_TOO_MANY) {
      return new Answer.TooMany(pause(response.headers()));
    }
    return new Answer.Refused(
        status,
        code,
        error
            .flatMap(e -> Optional.ofNullable(e.getMessage()))
            .map(Masks::text)
            .orElse("no reason given"));
  }

  /// Why no answer came, in words.
  static String describe(Throwable failure) {
    final String message = failure.getMessage();
    final String type = failure.getClass().getSimpleName();
    return message == null ? type : type + ": " + Masks.text(message);
  }

  private static Optional<RestException> error(byte[] body) {
    try {
      return Optional.ofNullable(RestException.fromJson(new ByteArrayInputStream(body), JSON));
    } catch (TwilioException e) {
      return Optional.empty(); // not Twilio's words: a proxy in between
    }
  }

  /// `Retry-After` in seconds, or as a time, which is compared to the answer's own `Date`.
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
