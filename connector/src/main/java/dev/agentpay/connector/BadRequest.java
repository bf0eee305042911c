package dev.agentpay.connector;

import java.util.Optional;

/// A request that cannot become an order. Its message never repeats the input, and it has no cause,
/// because a JSON parser's message quotes what it read.
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

  BadRequest answering(Method asked) {
    return new BadRequest(code, message(), Optional.of(asked));
  }

  String code() {
    return code;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  /// What was asked for, when that much could be read.
  Optional<Method> method() {
    return method;
  }
}
