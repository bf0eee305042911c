package dev.agentpay.events;

import java.util.regex.Pattern;

/// Name with which an agent signs in; also the identity of their softphone. At most 64 characters,
/// so that it fits a Twilio Client identity without escaping wherever it is used.
///
/// @throws IllegalArgumentException if the name is empty, longer, or contains other characters
public record AgentId(String value) {
  /// Longest name, in characters.
  public static final int MAX_LENGTH = 64;

  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_.@-]{1," + MAX_LENGTH + "}");

  public AgentId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "an agent's name is 1 to 64 characters: letters, digits or any of . _ @ -");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
