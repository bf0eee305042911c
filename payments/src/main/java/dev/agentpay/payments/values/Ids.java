package dev.agentpay.payments.values;

import java.util.random.RandomGenerator;

/// Generates session ids: 26 characters from an alphabet of 32, that is 130 bits, so that an id
/// cannot be guessed.
///
/// @param random a secure random generator in production; a seeded one in tests
public record Ids(RandomGenerator random) {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 26;

  /// Returns a new id.
  public SessionId next() {
    final StringBuilder id = new StringBuilder("ps_");
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new SessionId(id.toString());
  }
}
