package dev.agentpay.twilio.webhook;

/// A webhook that cannot be read. The message says what was wrong, and never quotes a value, as it
/// may be a card's. Answer it with 400: repeating the same request does not help.
public final class BadWebhookException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;

  /// @param field the parameter that was wrong; `body` or `query` when it was the whole
  /// @param problem what is wrong with it, without its value
  public BadWebhookException(String field, String problem) {
    super(field + ": " + problem);
    this.field = field;
  }

  /// The parameter that was wrong, in Twilio's spelling; `body` or `query` when it was the whole.
  public String field() {
    return field;
  }
}
