package dev.agentpay.payments.values;

import java.util.random.RandomGenerator;

/// Makes the ids of new sessions: 26 characters of 32, 130 bits, so that nobody guesses one.
///
/// @param random a secure one in production; a seeded one replays a test
public record Ids(RandomGenerator random) {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 26;

  /// A new one.
  public SessionId next() {
    final StringBuilder id = new StringBuilder("ps_");
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new SessionId(id.toString());
  }
}
