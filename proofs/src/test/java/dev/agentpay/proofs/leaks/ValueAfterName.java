package dev.agentpay.proofs.leaks;

/// Reads the bytes after a field name such as `SecurityCode` and detects a value of digits: `=123`,
/// `":"123"`, `%3D123`, `[value=123]`.
///
/// Another word, as in `security-code HTTP 204`, ends the search, unless that word introduces a
/// value. The end of the line and binary bytes also end it.
final class ValueAfterName {
  /// Longer than `\":\"` after it is escaped twice.
  private static final int MAX_SEPARATORS = 12;

  private static final int MAX_LETTERS = 6;

  /// Two words, as in `securityCode=Secret[value=`.
  private static final int MAX_WORDS = 2;

  private enum State {
    IDLE,
    NAME,
    SEPARATOR,
    CLOSING_BRACKET,
    PERCENT,
    PERCENT_AND_DIGIT,
    WORD,
    DIGITS
  }

  private State state = State.IDLE;
  private boolean mayContinue;
  private int separators;
  private int words;
  private int requiredDigits;
  private int digits;
  private final StringBuilder word = new StringBuilder();

  /// Starts after the last byte of a name.
  ///
  /// @param isPrefix whether the name may continue with letters, as in `expiry_month`
  /// @param minDigits digits in a row that are a value
  void begin(boolean isPrefix, int minDigits) {
    state = State.NAME;
    mayContinue = isPrefix;
    requiredDigits = minDigits;
    digits = 0;
    separators = 0;
    words = 0;
    word.setLength(0);
  }

  boolean isIdle() {
    return state == State.IDLE;
  }

  void end() {
    state = State.IDLE;
  }

  /// Takes the next byte, in lower case; returns whether it completes a value.
  boolean isValue(int b) {
    final boolean isLetter = (b >= 'a' && b <= 'z') || b == '_';
    final boolean isDigit = b >= '0' && b <= '9';
    switch (state) {
      case PERCENT -> state = isHex(b) ? State.PERCENT_AND_DIGIT : State.IDLE;
      case PERCENT_AND_DIGIT -> state = isHex(b) ? State.SEPARATOR : State.IDLE;
      case NAME -> {
        if (!mayContinue || !isLetter) {
          separator(b, isLetter || isDigit);
        }
      }
      case WORD -> {
        if (isLetter && word.length() < MAX_LETTERS) {
          word.append((char) b);
        } else if (introducesValue(word.toString()) && ++words <= MAX_WORDS) {
          word.setLength(0);
          separator(b, isLetter || isDigit);
        } else {
          end();
        }
      }
      case SEPARATOR -> {
        if (isDigit) {
          return addDigit();
        }
        if (isLetter) {
          word.append((char) b);
          state = State.WORD;
        } else {
          separator(b, false);
        }
      }
      case CLOSING_BRACKET -> {
        // `card[cvc]=737` has a value; `["card", "cvc"], 5` is a list of names.
        if (b == '=' || b == '%') {
          separator(b, false);
        } else {
          end();
        }
      }
      case DIGITS -> {
        if (isDigit) {
          return addDigit();
        }
        end();
      }
      case IDLE -> {}
    }
    return false;
  }

  private boolean addDigit() {
    state = State.DIGITS;
    final boolean isComplete = ++digits >= requiredDigits;
    if (isComplete) {
      end();
    }
    return isComplete;
  }

  private void separator(int b, boolean isWord) {
    final boolean isText = b >= ' ' && b < 0x7f;
    if (isWord || !isText || ++separators > MAX_SEPARATORS) {
      end();
    } else {
      state =
          switch (b) {
            case '%' -> State.PERCENT;
            case ']', ')', '}' -> State.CLOSING_BRACKET;
            default -> State.SEPARATOR;
          };
    }
  }

  private static boolean introducesValue(String word) {
    return switch (word) {
      case "value", "digits", "keys", "text", "secret", "is", "was", "of", "typed" -> true;
      default -> false;
    };
  }

  private static boolean isHex(int b) {
    return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f');
  }
}
