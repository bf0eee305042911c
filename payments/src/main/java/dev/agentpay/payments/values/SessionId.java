package dev.agentpay.payments.values;

import dev.agentpay.events.StreamId;
import java.util.regex.Pattern;

/// Our id of a pay session: `ps_` and 26 characters. It cannot be guessed and is safe in a URL.
///
/// @throws IllegalArgumentException if the value does not have this format
public record SessionId(String value) {
  /// The kind of a session's stream.
  public static final String KIND = "SESSION";

  /// The connector parameter that contains the id, for AgentPay's connector.
  public static final String CONNECTOR_PARAMETER = "agentpaySession";

  private static final Pattern FORMAT = Pattern.compile("ps_[0-9a-z]{26}");

  public SessionId {
    if (!FORMAT.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a pay session's id is ps_ and 26 lower-case letters or digits");
    }
  }

  /// The stream of this session's events.
  public StreamId stream() {
    return new StreamId(KIND, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
