package dev.agentpay.twilio.webhook;

/// Reports a malformed webhook. The message says what was wrong and never quotes a value, which may
/// be card data. Answer it with 400; repeating the same request does not help.
public final class BadWebhookException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;

  /// @param field the parameter that was wrong; `body` or `query` if it was all of it
  /// @param problem what is wrong with it, without its value
  public BadWebhookException(String field, String problem) {
    super(field + ": " + problem);
    this.field = field;
  }

  /// Returns the parameter that was wrong, in Twilio's spelling; `body` or `query` if it was all of
  /// it.
  public String field() {
    return field;
  }
}
