package dev.agentpay.core;

import java.util.regex.Pattern;

/// Our id of one pay session: `ps_` and 26 characters, unguessable, safe in a URL.
///
/// @throws IllegalArgumentException on anything else
public record SessionId(String value) {
  private static final Pattern SHAPE = Pattern.compile("ps_[0-9a-z]{26}");

  public SessionId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a pay session's id is ps_ and 26 small letters or digits");
    }
  }

  /// The stream that holds this session's events.
  public StreamId stream() {
    return new StreamId(StreamId.Kind.SESSION, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
