package dev.agentpay.payments.values;

import dev.agentpay.events.StreamId;
import java.util.regex.Pattern;

/// Our id of one pay session: `ps_` and 26 characters, unguessable, safe in a URL.
///
/// @throws IllegalArgumentException on anything else
public record SessionId(String value) {
  /// The kind of a session's stream.
  public static final String KIND = "SESSION";

  /// The connector parameter that carries the id to a connector of ours.
  public static final String CONNECTOR_PARAMETER = "agentpaySession";

  private static final Pattern SHAPE = Pattern.compile("ps_[0-9a-z]{26}");

  public SessionId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a pay session's id is ps_ and 26 small letters or digits");
    }
  }

  /// The stream that holds this session's events.
  public StreamId stream() {
    return new StreamId(KIND, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
