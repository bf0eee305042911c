package dev.agentpay.proofs.leaks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/// What card data may look like when it has leaked.
///
/// The digits of a number one after another, with little or nothing between them, are found by
/// [LeakSearch] itself; here are the encodings and hashes that hide the digits, and the names
/// beside which a security code or an expiry would stand.
final class CardTraces {
  /// What a name promises.
  enum Secret {
    CARD_NUMBER,
    SECURITY_CODE,
    EXPIRY
  }

  /// One pattern.
  ///
  /// @param form how the number is written, or the name itself
  /// @param text the pattern, in ASCII
  record Trace(Secret secret, String form, String text) {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Whether it is a name, after which a value makes the leak.
    boolean isName() {
      return CODE_NAMES.contains(form) || EXPIRY_NAMES.contains(form);
    }
  }

  /// Three letters and a digit are found in any megabyte of noise, and in a process's memory names
  /// stand beside anything: there it takes a whole code.
  private static final int WHOLE_CODE = 3;

  private static final int SHORT_NAME = 4;

  /// A month and a year have more; "the expiry: 4 keys" has not.
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

  /// Whatever goes on from here is an expiry's: `expiry_month`, `expiry_year`.
  static final String ANY_EXPIRY = "expiry_";

  private static final List<String> EXPIRY_NAMES =
      List.of(
          "expirationdate",
          "expiration-date",
          "expiration_date",
          "expiry",
          ANY_EXPIRY,
          "expirymonth",
          "expiryyear",
          "expirydate",
          "expmonth",
          "expyear",
          "exp_month",
          "exp_year",
          "expdate",
          "exp_date");

  /// Characters of Base64 in which the first digit's bits are mixed with what stood before it.
  private static final int[] MIXED_BEFORE = {0, 2, 3};

  private CardTraces() {}

  /// A typed expiry or security code as a whole value, whatever its name: three or four digits
  /// alone would be found everywhere.
  private static final List<String> VALUES =
      List.of("\"%s\"", "'%s'", "\\\"%s\\\"", "%%22%s%%22", "=%s&", ">%s<", "[value=%s]");

  private static final int EXPIRY_LENGTH = 4;

  /// Short values as they were typed, as values of something.
  static List<Trace> values(Collection<String> typed) {
    final List<Trace> traces = new ArrayList<>();
    for (String value : typed) {
      final Secret secret = value.length() == EXPIRY_LENGTH ? Secret.EXPIRY : Secret.SECURITY_CODE;
      for (String form : VALUES) {
        traces.add(
            new Trace(secret, "as typed, like " + form.formatted("…"), form.formatted(value)));
      }
    }
    return traces;
  }

  /// Encodings of these numbers that are found byte for byte.
  static List<Trace> exact(Collection<String> numbers) {
    final List<Trace> traces = new ArrayList<>();
    for (String number : numbers) {
      for (String written : List.of(number, inGroups(number, " "), inGroups(number, "-"))) {
        final String how = written.equals(number) ? "" : " in groups";
        for (int before = 0; before < MIXED_BEFORE.length; before++) {
          add(traces, "base64 at offset " + before + how, base64(written, before));
        }
      }
      for (String between : List.of("%20", "%2D", "%2d", "%C2%A0", "&nbsp;", "&#160;")) {
        add(traces, "groups with " + between, inGroups(number, between));
      }
      add(traces, "URL-encoded digit by digit", number.replaceAll("(.)", "%3$1"));
      add(traces, "JSON escapes", number.replaceAll("(.)", "\\\\u003$1"));
      add(traces, "base64 of its SHA-256", base64Hash(number));
    }
    return traces;
  }

  /// What is found whether in small or capital letters; all in small ones here.
  static List<Trace> folded(Collection<String> numbers) {
    final List<Trace> traces = new ArrayList<>();
    for (String number : numbers) {
      add(traces, "hex", hex(number.getBytes(StandardCharsets.US_ASCII)));
      for (String hash : List.of("MD5", "SHA-1", "SHA-256")) {
        add(traces, hash + " as hex", hex(hash(hash, number)));
      }
    }
    CODE_NAMES.forEach(name -> traces.add(named(Secret.SECURITY_CODE, name)));
    EXPIRY_NAMES.forEach(name -> traces.add(named(Secret.EXPIRY, name)));
    return traces;
  }

  /// How many digits after this name make it a leak.
  ///
  /// @param inMemory whether it is found in memory, not in something that was written
  static int digitsAfter(String name, boolean inMemory) {
    return name.length() <= SHORT_NAME || inMemory
        ? WHOLE_CODE
        : name.equals("expiry") ? DIGITS_AFTER_EXPIRY : 1;
  }

  private static void add(List<Trace> traces, String form, String text) {
    traces.add(new Trace(Secret.CARD_NUMBER, form, text));
  }

  private static Trace named(Secret secret, String name) {
    return new Trace(secret, name, name);
  }

  static String inGroups(String number, String between) {
    return number.replaceAll("(.{4})(?!$)", "$1" + between);
  }

  /// The part of the Base64 that depends on the text alone, when `before` bytes (0 to 2) stand
  /// before it in its group of three.
  static String base64(String text, int before) {
    final byte[] bytes = ("\0".repeat(before) + text).getBytes(StandardCharsets.US_ASCII);
    final String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    final int mixedAfter = bytes.length % 3 == 0 ? 0 : 1;
    return encoded.substring(MIXED_BEFORE[before], encoded.length() - mixedAfter);
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
      throw new IllegalStateException("every JDK has it", e);
    }
  }
}
