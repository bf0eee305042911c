package dev.agentpay.client.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A request failed. Contains the server's problem details (RFC 9457). Subclasses: the server did
/// not answer, there was no token, an awaited state did not occur, or a `CardCapture` failed.
public sealed class PayException extends RuntimeException
    permits NoAnswerException, NoTokenException, AwaitException, CaptureException {

  /// A value that the server rejected.
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
    this(Names.wire(type), type, status, detail, errors, retryAfter);
  }

  /// @param name what the message begins with
  PayException(
      String name,
      ProblemType type,
      int status,
      String detail,
      List<FieldError> errors,
      Optional<Duration> retryAfter) {
    super(message(name, status, detail, errors));
    this.type = type;
    this.status = status;
    this.detail = detail;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
  }

  /// The kind of problem.
  public final ProblemType type() {
    return type;
  }

  /// The HTTP status; 0 if there was no response.
  public final int status() {
    return status;
  }

  /// What is wrong and what to do, in words.
  public final String detail() {
    return detail;
  }

  /// The rejected values; empty if the problem is not about values.
  public final List<FieldError> errors() {
    return errors;
  }

  /// How long the server asks the client to wait, if it does.
  public final Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /// Whether the same request may succeed later. The client has already retried it several times.
  /// Repeat a `PayClient.start` only with the same idempotency key, see
  /// `StartPayment.idempotencyKey`.
  public boolean isRetryable() {
    return switch (status) {
      case 429, 502, 503, 504 -> true;
      default -> false;
    };
  }

  private static String message(String name, int status, String detail, List<FieldError> errors) {
    final StringBuilder text = new StringBuilder(name);
    if (status != 0) {
      text.append(" (").append(status).append(')');
    }
    text.append(": ").append(detail);
    errors.forEach(e -> text.append("; ").append(e.field()).append(": ").append(e.detail()));
    return text.toString();
  }
}
