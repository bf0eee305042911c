package dev.agentpay.proofs.leaks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/// The patterns of leaked card data.
///
/// [LeakSearch] itself finds the plain digits of a number. The patterns here find encodings and
/// hashes of a number, and the field names in front of a security code or an expiry.
final class CardPatterns {
  /// The kinds of card data.
  enum Secret {
    CARD_NUMBER,
    SECURITY_CODE,
    EXPIRY
  }

  /// One pattern.
  ///
  /// @param form how the value is encoded, or the field name
  /// @param text the pattern, in ASCII
  record CardPattern(Secret secret, String form, String text) {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Whether this is a field name, which is a leak only with a value after it.
    boolean isName() {
      return CODE_NAMES.contains(form) || EXPIRY_NAMES.contains(form);
    }
  }

  /// Digits required after a short name and in memory. A short name and one digit occur by chance
  /// in every megabyte of binary data, and in memory any bytes can follow a name.
  private static final int FULL_CODE = 3;

  /// Longest short name, in characters.
  private static final int SHORT_NAME = 4;

  /// Digits required after `expiry`, so that "the expiry: 4 keys" is not a leak.
  private static final int DIGITS_AFTER_EXPIRY = 2;

  private static final List<String> CODE_NAMES =
      List.of(
          "cvv",
          "cvv2",
          "cvc",
          "cvc2",
          "securitycode",
          "security-code",
          "security_code",
          "cardcode",
          "card_code");

  /// Prefix of names such as `expiry_month` and `expiry_year`.
  static final String EXPIRY_PREFIX = "expiry_";

  private static final List<String> EXPIRY_NAMES =
      List.of(
          "expirationdate",
          "expiration-date",
          "expiration_date",
          "expiry",
          EXPIRY_PREFIX,
          "expirymonth",
          "expiryyear",
          "expirydate",
          "expmonth",
          "expyear",
          "exp_month",
          "exp_year",
          "expdate",
          "exp_date");

  /// Leading Base64 characters that also depend on the bytes before the number, by their count.
  private static final int[] MIXED_CHARACTERS = {0, 2, 3};

  private CardPatterns() {}

  /// A typed expiry or security code as a complete value, with any name. Three or four digits alone
  /// occur everywhere.
  private static final List<String> VALUE_FORMS =
      List.of("\"%s\"", "'%s'", "\\\"%s\\\"", "%%22%s%%22", "=%s&", ">%s<", "[value=%s]");

  private static final int EXPIRY_LENGTH = 4;

  /// Patterns of typed expiries and security codes as complete values.
  static List<CardPattern> values(Collection<String> typed) {
    final List<CardPattern> patterns = new ArrayList<>();
    for (String value : typed) {
      final Secret secret = value.length() == EXPIRY_LENGTH ? Secret.EXPIRY : Secret.SECURITY_CODE;
      for (String form : VALUE_FORMS) {
        patterns.add(
            new CardPattern(
                secret, "as typed, in the form " + form.formatted("…"), form.formatted(value)));
      }
    }
    return patterns;
  }

  /// Case-sensitive patterns: encodings of these card numbers.
  static List<CardPattern> exact(Collection<String> numbers) {
    final List<CardPattern> patterns = new ArrayList<>();
    for (String number : numbers) {
      for (String written : List.of(number, inGroups(number, " "), inGroups(number, "-"))) {
        final String suffix = written.equals(number) ? "" : " in groups";
        for (int before = 0; before < MIXED_CHARACTERS.length; before++) {
          add(patterns, "base64 at offset " + before + suffix, base64(written, before));
        }
      }
      for (String separator : List.of("%20", "%2D", "%2d", "%C2%A0", "&nbsp;", "&#160;")) {
        add(patterns, "groups with " + separator, inGroups(number, separator));
      }
      add(patterns, "URL-encoded digit by digit", number.replaceAll("(.)", "%3$1"));
      add(patterns, "JSON escapes", number.replaceAll("(.)", "\\\\u003$1"));
      add(patterns, "base64 of its SHA-256", base64Hash(number));
    }
    return patterns;
  }

  /// Case-insensitive patterns, in lower case: hex, hashes and field names.
  static List<CardPattern> caseInsensitive(Collection<String> numbers) {
    final List<CardPattern> patterns = new ArrayList<>();
    for (String number : numbers) {
      add(patterns, "hex", hex(number.getBytes(StandardCharsets.US_ASCII)));
      for (String hash : List.of("MD5", "SHA-1", "SHA-256")) {
        add(patterns, hash + " as hex", hex(hash(hash, number)));
      }
    }
    CODE_NAMES.forEach(name -> patterns.add(nameOf(Secret.SECURITY_CODE, name)));
    EXPIRY_NAMES.forEach(name -> patterns.add(nameOf(Secret.EXPIRY, name)));
    return patterns;
  }

  /// The minimum number of digits after this name that is a leak.
  ///
  /// @param inMemory whether the name was found in memory, not in written data
  static int minDigitsAfter(String name, boolean inMemory) {
    return name.length() <= SHORT_NAME || inMemory
        ? FULL_CODE
        : name.equals("expiry") ? DIGITS_AFTER_EXPIRY : 1;
  }

  private static void add(List<CardPattern> patterns, String form, String text) {
    patterns.add(new CardPattern(Secret.CARD_NUMBER, form, text));
  }

  private static CardPattern nameOf(Secret secret, String name) {
    return new CardPattern(secret, name, name);
  }

  static String inGroups(String number, String separator) {
    return number.replaceAll("(.{4})(?!$)", "$1" + separator);
  }

  /// The part of the Base64 encoding that depends only on the text.
  ///
  /// @param before number of other bytes (0 to 2) in front of the text in its group of three
  static String base64(String text, int before) {
    final byte[] bytes = ("\0".repeat(before) + text).getBytes(StandardCharsets.US_ASCII);
    final String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    final int mixedAfter = bytes.length % 3 == 0 ? 0 : 1;
    return encoded.substring(MIXED_CHARACTERS[before], encoded.length() - mixedAfter);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String base64Hash(String number) {
    return Base64.getEncoder().withoutPadding().encodeToString(hash("SHA-256", number));
  }

  private static byte[] hash(String algorithm, String number) {
    try {
      return MessageDigest.getInstance(algorithm)
          .digest(number.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK lacks " + algorithm, e);
    }
  }
}
