package dev.agentpay.connector;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Recognises secrets that somebody typed instead of generating them. Such a secret can be guessed
/// however long it is. Problems never contain the secret.
public final class GuessableSecret {
  /// What people write into a configuration until they find the time for something better, and what
  /// the published secrets of the simulator's account contain.
  private static final List<String> WORDS =
      List.of(
          "password",
          "passwort",
          "contrasena",
          "changeme",
          "changeit",
          "replaceme",
          "secret",
          "letmein",
          "qwerty",
          "example",
          "placeholder",
          "default",
          "simulator",
          "yourkey",
          "yourtoken");

  /// Sixteen random hex digits have fewer in three of a hundred thousand cases, longer ones never.
  private static final int MIN_DIFFERENT = 6;

  /// A sequence is a text of which one in this number of characters is next to its predecessor in
  /// the alphabet, as in `abcdef` or `123456`. Of random hex digits one in eight is.
  private static final int SEQUENCE_SHARE = 2;

  private GuessableSecret() {}

  /// Returns the rest of a sentence that starts with the name of a setting of ours; empty if the
  /// secret looks random.
  public static Optional<String> problem(String secret) {
    return reason(secret)
        .map(
            reason ->
                "can be guessed, because it %s: generate one, for example with openssl rand -hex 32"
                    .formatted(reason));
  }

  /// Returns why the secret can be guessed, such as `repeats one part`; empty if it looks random.
  public static Optional<String> reason(String secret) {
    return Optional.of(reasonOf(secret.toLowerCase(Locale.ROOT))).filter(r -> !r.isEmpty());
  }

  private static String reasonOf(String secret) {
    if (secret.chars().distinct().count() < MIN_DIFFERENT) {
      return "has only a few different characters";
    }
    if (isRepetition(secret)) {
      return "repeats one part";
    }
    if (isSequence(secret)) {
      return "follows the order of the alphabet or of numbers";
    }
    return hasWord(secret) || hasWord(asLetters(secret))
        ? "contains a word that is tried first, such as password, secret or changeme"
        : "";
  }

  private static boolean hasWord(String secret) {
    final String letters = secret.replaceAll("[^a-z]", "");
    return WORDS.stream().anyMatch(letters::contains);
  }

  /// Replaces what people write for a letter, as in `p@ssw0rd`.
  private static String asLetters(String secret) {
    return secret
        .replace('@', 'a')
        .replace('4', 'a')
        .replace('3', 'e')
        .replace('1', 'l')
        .replace('0', 'o')
        .replace('$', 's')
        .replace('5', 's');
  }

  /// Whether a part of at most half its length is repeated to its end.
  private static boolean isRepetition(String secret) {
    for (int length = 1; length <= secret.length() / 2; length++) {
      if (secret.startsWith(secret.substring(length))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSequence(String secret) {
    int steps = 0;
    for (int i = 1; i < secret.length(); i++) {
      if (Math.abs(secret.charAt(i) - secret.charAt(i - 1)) == 1) {
        steps++;
      }
    }
    return steps * SEQUENCE_SHARE > secret.length();
  }
}
