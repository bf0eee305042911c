package dev.agentpay.client.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Why something that was asked for is not done: the server's problem details (RFC 9457), or, in
/// the subclasses, that there was no answer or that something waited for did not come.
public sealed class PayException extends RuntimeException
    permits NoAnswerException, AwaitException {

  /// A value that the server does not take.
  ///
  /// @param field path of the value, such as `call.sid`
  /// @param detail what is wrong with it
  public record FieldError(String field, String detail) {}

  private final ProblemType type;
  private final int status;
  private final String detail;
  private final List<FieldError> errors;
  private final Optional<Duration> retryAfter;

  public PayException(
      ProblemType type,
      int status,
      String detail,
      List<FieldError> errors,
      Optional<Duration> retryAfter) {
    super(message(type, status, detail, errors));
    this.type = type;
    this.status = status;
    this.detail = detail;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
  }

  /// What went wrong.
  public final ProblemType type() {
    return type;
  }

  /// The HTTP status; 0 when there was no answer.
  public final int status() {
    return status;
  }

  /// What was wrong and what to do, in words.
  public final String detail() {
    return detail;
  }

  /// The values that the server does not take; empty when it is not about values.
  public final List<FieldError> errors() {
    return errors;
  }

  /// How long the server wants to be left alone, if it said so.
  public final Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /// Whether the same request may succeed later. The client has tried several times before it
  /// throws such a one. Repeat a `PayClient.start` only with the same idempotency key: see
  /// `StartPayment.idempotencyKey`.
  public boolean isRetryable() {
    return switch (status) {
      case 429, 502, 503, 504 -> true;
      default -> false;
    };
  }

  private static String message(
      ProblemType type, int status, String detail, List<FieldError> errors) {
    final StringBuilder text = new StringBuilder(Names.wire(type));
    if (status != 0) {
      text.append(" (").append(status).append(')');
    }
    text.append(": ").append(detail);
    errors.forEach(e -> text.append("; ").append(e.field()).append(": ").append(e.detail()));
    return text.toString();
  }
}
