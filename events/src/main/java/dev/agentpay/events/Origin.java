package dev.agentpay.events;

/// Who caused something, from where and why: the part of every event's envelope that does not
/// depend on the stream.
///
/// @param actor who
/// @param source the address it came from, such as `203.0.113.7`, or the name of our own part
/// @param cause what was asked, such as `POST /api/pay-sessions` or `status callback`
public record Origin(Actor actor, String source, String cause) {
  /// Longest source or cause that is kept; an IPv6 address or a route fits many times.
  public static final int MAX_TEXT = 200;

  public Origin {
    source = cut(source);
    cause = cut(cause);
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
