package dev.agentpay.twilio;

import dev.agentpay.payments.values.CaptureField;
import java.util.regex.Pattern;

/// Masks what a customer typed. Twilio masks most fields. This class masks those that Twilio sends
/// in the clear (expiry, postal code, routing number), and masks all fields again in case Twilio
/// fails to. A mask consists of `x`, `-`, spaces and at most four digits at its end.
public final class Masks {
  /// Longest mask, in characters: a 19-digit card number with separators.
  static final int MAX_LENGTH = 24;

  /// Longest error text that is kept, in characters: a sentence or two.
  static final int MAX_TEXT = 500;

  /// The expiry date is MMYY.
  private static final int EXPIRY_LENGTH = 4;

  /// American Express uses four digits, others three.
  private static final int SECURITY_CODE_LENGTH = 4;

  /// Shortest card number that Twilio accepts (Maestro).
  private static final int SHORTEST_CARD = 12;

  private static final int ROUTING_LENGTH = 9;

  /// Shortest account number whose last digits are shown. Account numbers have at least about four
  /// digits, and two of those would be half.
  private static final int SHORTEST_SHOWN_ACCOUNT = 6;

  private static final Pattern CARD_SHAPE = Pattern.compile("\\d(?:[ -]?\\d){12,18}");

  private Masks() {}

  /// Returns the mask of a field's value.
  ///
  /// @param typing whether the customer is still typing. Then no digit that Twilio sent unmasked is
  ///   shown, because the last four digits would move along the number
  public static String of(CaptureField field, String value, boolean typing) {
    return switch (field) {
      case PAYMENT_CARD_NUMBER -> tail(value, 4, SHORTEST_CARD, typing);
      case EXPIRATION_DATE -> "x".repeat(typing ? typed(value, EXPIRY_LENGTH) : EXPIRY_LENGTH);
      case SECURITY_CODE -> "x".repeat(typed(value, SECURITY_CODE_LENGTH));
      case POSTAL_CODE -> "x".repeat(typed(value, MAX_LENGTH));
      case BANK_ROUTING_NUMBER -> tail(value, 4, ROUTING_LENGTH, typing);
      case BANK_ACCOUNT_NUMBER -> tail(value, 2, SHORTEST_SHOWN_ACCOUNT, typing);
    };
  }

  /// Cuts a text from the processor, and masks everything that is as long as a card number. There
  /// is no Luhn check: one of Twilio's own test cards (3065930009020004) does not pass it.
  public static String text(String text) {
    final String masked = CARD_SHAPE.matcher(text).replaceAll(f -> tail(f.group(), 4, 0, false));
    // Cut after masking: a cut through a number would leave a part that no longer looks like one.
    return masked.length() <= MAX_TEXT ? masked : masked.substring(0, MAX_TEXT);
  }

  /// Keeps the last digits if Twilio has masked the value or if it is complete.
  private static String tail(String value, int shown, int complete, boolean typing) {
    int left = isMasked(value) || (!typing && typed(value, complete) == complete) ? shown : 0;
    final char[] mask = new char[Math.min(value.length(), MAX_LENGTH)];
    for (int to = mask.length - 1, from = value.length() - 1; to >= 0; to--, from--) {
      final char c = value.charAt(from);
      if (c == '-' || c == ' ') {
        mask[to] = c;
      } else {
        mask[to] = left > 0 && isDigit(c) ? c : 'x';
        left--;
      }
    }
    return new String(mask);
  }

  private static boolean isMasked(String value) {
    return value.indexOf('x') >= 0 || value.indexOf('X') >= 0 || value.indexOf('*') >= 0;
  }

  /// Counts the typed characters without separators, up to a bound.
  private static int typed(String value, int most) {
    int count = 0;
    for (int i = 0; i < value.length() && count < most; i++) {
      final char c = value.charAt(i);
      if (c != '-' && c != ' ' && c != '/') {
        count++;
      }
    }
    return count;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
