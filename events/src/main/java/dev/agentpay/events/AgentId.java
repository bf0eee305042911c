package dev.agentpay.events;

import java.util.regex.Pattern;

/// Who takes calls and payments: the name an agent signs in with, which is also the identity of the
/// agent's softphone. At most 64 characters, as that is what fits a Twilio Client identity without
/// escaping in every place it travels through.
///
/// @throws IllegalArgumentException on an empty, longer or oddly spelled name
public record AgentId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_.@-]{1,64}");

  public AgentId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "an agent's name is 1 to 64 letters, digits or any of . _ @ -");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
