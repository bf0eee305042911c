package dev.agentpay.server.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Refuses a request with a problem document. The texts are ours; they contain values from the
/// request only where these are known not to be secret.
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final transient List<FieldError> errors;
  private final transient Optional<Duration> retryAfter;
  private final transient Map<String, Object> more;

  /// An error of one field.
  ///
  /// @param field its path, such as `call.sid`
  /// @param detail what is expected
  public record FieldError(String field, String detail) {}

  public ProblemException(ProblemType type, String detail) {
    this(type, detail, List.of(), Optional.empty());
  }

  public ProblemException(
      ProblemType type, String detail, List<FieldError> errors, Optional<Duration> retryAfter) {
    this(type, detail, errors, retryAfter, Map.of());
  }

  /// @param more additional members of the problem document, by name
  public ProblemException(ProblemType type, String detail, Map<String, Object> more) {
    this(type, detail, List.of(), Optional.empty(), more);
  }

  private ProblemException(
      ProblemType type,
      String detail,
      List<FieldError> errors,
      Optional<Duration> retryAfter,
      Map<String, Object> more) {
    super(detail, null, false, false);
    this.type = type;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
    this.more = Map.copyOf(more);
  }

  public static ProblemException invalid(String field, String detail) {
    return new ProblemException(
        ProblemType.INVALID,
        field + ": " + detail,
        List.of(new FieldError(field, detail)),
        Optional.empty());
  }

  ProblemType type() {
    return type;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  List<FieldError> errors() {
    return errors;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  Map<String, Object> more() {
    return more;
  }
}
