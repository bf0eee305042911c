package dev.agentpay.proofs.leaks;

/// Follows what comes after a name such as `SecurityCode`, byte by byte, and tells when it is
/// digits: `=123`, `":"123"`, `%3D123`, `[value=123]`.
///
/// A word between, as in `security-code HTTP 204`, ends it, unless the word introduces a value. So
/// do the end of the line and the bytes of binary files, which would be separators by chance.
final class ValueAfterName {
  /// `\":\"` and its like are shorter, in whatever is made of them by escaping twice.
  private static final int MOST_SEPARATORS = 12;

  private static final int MOST_LETTERS = 6;

  /// `securityCode=Secret[value=`
  private static final int MOST_WORDS = 2;

  private enum At {
    NOWHERE,
    NAME,
    SEPARATOR,
    CLOSED,
    PERCENT,
    PERCENT_AND_ONE,
    WORD,
    DIGITS
  }

  private At at = At.NOWHERE;
  private boolean goesOn;
  private int separators;
  private int words;
  private int digitsWanted;
  private int digits;
  private final StringBuilder word = new StringBuilder();

  /// A name has just ended.
  ///
  /// @param maybeLonger whether letters may follow, as in `expiry_month`
  /// @param enough how many digits in a row are a value
  void begin(boolean maybeLonger, int enough) {
    at = At.NAME;
    goesOn = maybeLonger;
    digitsWanted = enough;
    digits = 0;
    separators = 0;
    words = 0;
    word.setLength(0);
  }

  boolean isOver() {
    return at == At.NOWHERE;
  }

  void end() {
    at = At.NOWHERE;
  }

  /// One more byte, in small letters; whether the value's digits are enough with it.
  boolean isValue(int b) {
    final boolean letter = (b >= 'a' && b <= 'z') || b == '_';
    final boolean digit = b >= '0' && b <= '9';
    switch (at) {
      case PERCENT -> at = isHex(b) ? At.PERCENT_AND_ONE : At.NOWHERE;
      case PERCENT_AND_ONE -> at = isHex(b) ? At.SEPARATOR : At.NOWHERE;
      case NAME -> {
        if (!goesOn || !letter) {
          separator(b, letter || digit);
        }
      }
      case WORD -> {
        if (letter && word.length() < MOST_LETTERS) {
          word.append((char) b);
        } else if (introducesValue(word.toString()) && ++words <= MOST_WORDS) {
          word.setLength(0);
          separator(b, letter || digit);
        } else {
          end();
        }
      }
      case SEPARATOR -> {
        if (digit) {
          return oneMoreDigit();
        }
        if (letter) {
          word.append((char) b);
          at = At.WORD;
        } else {
          separator(b, false);
        }
      }
      case CLOSED -> {
        // `card[cvc]=737` goes on; `["card", "cvc"], 5` is a list of names.
        if (b == '=' || b == '%') {
          separator(b, false);
        } else {
          end();
        }
      }
      case DIGITS -> {
        if (digit) {
          return oneMoreDigit();
        }
        end();
      }
      case NOWHERE -> {}
    }
    return false;
  }

  private boolean oneMoreDigit() {
    at = At.DIGITS;
    final boolean enough = ++digits >= digitsWanted;
    if (enough) {
      end();
    }
    return enough;
  }

  private void separator(int b, boolean wordGoesOn) {
    final boolean text = b >= ' ' && b < 0x7f;
    if (wordGoesOn || !text || ++separators > MOST_SEPARATORS) {
      end();
    } else {
      at =
          switch (b) {
            case '%' -> At.PERCENT;
            case ']', ')', '}' -> At.CLOSED;
            default -> At.SEPARATOR;
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
