package dev.agentpay.connector;

import java.util.Optional;

/// Thrown for an invalid request. Its message never repeats the input, and it has no cause, because
/// the messages of a JSON parser quote the input.
final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final transient Optional<Method> method;

  BadRequest(String code, String message, Optional<Method> method) {
    super(message, null, false, false);
    this.code = code;
    this.method = method;
  }

  static BadRequest of(String code, String message) {
    return new BadRequest(code, message, Optional.empty());
  }

  BadRequest withMethod(Method requested) {
    return new BadRequest(code, message(), Optional.of(requested));
  }

  String code() {
    return code;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  /// The requested method; empty if it could not be read.
  Optional<Method> method() {
    return method;
  }
}
