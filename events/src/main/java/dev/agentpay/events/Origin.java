package dev.agentpay.events;

/// Who caused an event, from where and by what. It is the same for all events of one decision.
///
/// @param actor the person or system
/// @param source the IP address, such as `203.0.113.7`, or the name of the internal component
/// @param cause the request, such as `POST /api/pay-sessions` or `status callback`
public record Origin(Actor actor, String source, String cause) {
  /// Maximum length of source and cause; longer texts are cut.
  public static final int MAX_TEXT = 200;

  public Origin {
    source = cut(source);
    cause = cut(cause);
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
