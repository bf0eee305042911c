package dev.agentpay.twilio;

import dev.agentpay.events.AgentId;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Maps agents' names to the identities of Twilio Clients and back. Twilio allows letters, digits
/// and underscores; calls to other identities never ring.
///
/// A name without `.`, `@`, `-` and double underscores is its own identity. The other characters
/// become two underscores and a letter, such as `jane__ddoe` for `jane.doe`.
///
/// @see <a href="https://www.twilio.com/docs/voice/client/errors">Twilio: the identity of a Client
///   </a>
public final class ClientIdentity {
  private static final String ESCAPE = "__";

  private static final Map<Character, Character> LETTERS =
      Map.of('.', 'd', '@', 'a', '-', 'h', '_', 'u');

  private static final Map<Character, Character> CHARACTERS =
      LETTERS.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  private ClientIdentity() {}

  /// Returns the identity of an agent's softphone.
  public static String of(AgentId agent) {
    final String name = agent.value();
    final StringBuilder identity = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      final char c = name.charAt(i);
      final boolean isPlainUnderscore = c == '_' && !name.startsWith("_", i + 1);
      final Character letter = isPlainUnderscore ? null : LETTERS.get(c);
      if (letter == null) {
        identity.append(c);
      } else {
        identity.append(ESCAPE).append(letter);
      }
    }
    return identity.toString();
  }

  /// Returns the agent whose softphone has this identity; empty if no agent can have it.
  public static Optional<AgentId> agent(String identity) {
    final StringBuilder name = new StringBuilder(identity.length());
    int i = 0;
    while (i < identity.length()) {
      final Character character =
          identity.startsWith(ESCAPE, i) && i + ESCAPE.length() < identity.length()
              ? CHARACTERS.get(identity.charAt(i + ESCAPE.length()))
              : null;
      name.append(character == null ? identity.charAt(i) : character);
      i += character == null ? 1 : ESCAPE.length() + 1;
    }
    try {
      return Optional.of(new AgentId(name.toString()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
