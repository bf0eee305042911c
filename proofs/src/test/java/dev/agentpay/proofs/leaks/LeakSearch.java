package dev.agentpay.proofs.leaks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Searches a sink for card data in one pass, with a small buffer, because a heap dump can be
/// larger than our own heap.
///
/// It searches for three things at once: the digits of each number, with up to four bytes of
/// punctuation or NUL between two digits (so it finds UTF-16, groups of any size, and lists);
/// encodings of each number; and field names with a value after them.
final class LeakSearch {
  /// Maximum number of leaks reported for one form in one sink.
  private static final int MAX_LEAKS_PER_FORM = 5;

  /// Shortest card number in practice (ISO/IEC 7812).
  static final int MIN_NUMBER_LENGTH = 12;

  private static final int BUFFER_SIZE = 1 << 16;

  /// Maximum bytes between two digits of a number, such as `", "` in a list.
  private static final int MAX_GAP = 4;

  /// Bytes before a leak that are shown.
  private static final int CONTEXT_LENGTH = 48;

  private static final boolean[] IS_SEPARATOR = new boolean[256];

  static {
    // Includes the UTF-8 bytes of the no-break space U+00A0.
    final byte[] separators = "\0 \t\r\n-._/,:;'\"[]+\\\u00a0".getBytes(StandardCharsets.UTF_8);
    for (byte b : separators) {
      IS_SEPARATOR[b & 0xff] = true;
    }
  }

  private final List<String> numbers;
  private final ByteAutomaton digits;
  private final List<CardPatterns.CardPattern> exactPatterns;
  private final ByteAutomaton exact;
  private final List<CardPatterns.CardPattern> caseInsensitivePatterns;
  private final ByteAutomaton caseInsensitive;

  /// @param typed the values to search for, digits only: card numbers, expiries (four digits) and
  ///   security codes
  LeakSearch(Collection<String> typed) {
    numbers = typed.stream().filter(keys -> keys.length() >= MIN_NUMBER_LENGTH).toList();
    digits = new ByteAutomaton(numbers.stream().map(LeakSearch::ascii).toList());
    exactPatterns = CardPatterns.exact(numbers);
    exact = new ByteAutomaton(exactPatterns.stream().map(CardPatterns.CardPattern::bytes).toList());
    caseInsensitivePatterns = new ArrayList<>(CardPatterns.caseInsensitive(numbers));
    caseInsensitivePatterns.addAll(
        CardPatterns.values(
            typed.stream().filter(keys -> keys.length() < MIN_NUMBER_LENGTH).toList()));
    caseInsensitive =
        new ByteAutomaton(
            caseInsensitivePatterns.stream().map(CardPatterns.CardPattern::bytes).toList());
  }

  /// All leaks in this sink, in the order of their position.
  List<Leak> in(Sink sink) throws IOException {
    final Pass pass = new Pass(sink);
    final byte[] buffer = new byte[BUFFER_SIZE];
    try (InputStream bytes = sink.open()) {
      for (int read; (read = bytes.read(buffer)) >= 0; ) {
        pass.read(buffer, read);
      }
    }
    final List<Leak> leaks = new ArrayList<>();
    for (Found found : pass.found) {
      leaks.add(new Leak(sink, found.secret, found.form, found.at, context(sink, found.at)));
    }
    return leaks;
  }

  private record Found(long at, CardPatterns.Secret secret, String form)
      implements Comparable<Found> {
    @Override
    public int compareTo(Found other) {
      final int byPosition = Long.compare(at, other.at);
      return byPosition != 0 ? byPosition : (secret + form).compareTo(other.secret + other.form);
    }
  }

  /// One pass over one sink.
  private final class Pass {
    private final Set<Found> found = new TreeSet<>();
    private final Set<CardPatterns.Secret> forbidden;
    private final boolean inMemory;
    private final ValueAfterName value = new ValueAfterName();
    private CardPatterns.CardPattern name = caseInsensitivePatterns.getFirst();
    private long at;
    private int digitState;
    private int gap;
    private int exactState;
    private int caseInsensitiveState;
    private int nuls;

    Pass(Sink sink) {
      forbidden = sink.kind().forbidden();
      inMemory = sink.kind().isMemory();
    }

    void read(byte[] buffer, int length) {
      for (int i = 0; i < length; i++, at++) {
        final int b = buffer[i] & 0xff;
        exactState = exact.step(exactState, b);
        final int hit = exact.end(exactState);
        if (hit != ByteAutomaton.NONE) {
          report(exactPatterns.get(hit));
        }
        digit(b);
        if (b == 0) {
          nul();
        } else {
          nuls = 0;
          text(b >= 'A' && b <= 'Z' ? b + 32 : b);
        }
      }
    }

    private void digit(int b) {
      if (b >= '0' && b <= '9') {
        gap = 0;
        digitState = digits.step(digitState, b);
        final int hit = digits.end(digitState);
        if (hit != ByteAutomaton.NONE) {
          report(new Found(at, CardPatterns.Secret.CARD_NUMBER, "plain digits"));
        }
      } else if (digitState != 0 && (!IS_SEPARATOR[b] || ++gap > MAX_GAP)) {
        digitState = 0;
      }
    }

    /// UTF-16 has one NUL per ASCII letter; two in a row end the text.
    private void nul() {
      if (++nuls > 1) {
        caseInsensitiveState = 0;
        value.end();
      }
    }

    private void text(int lowerCase) {
      if (!value.isIdle() && value.isValue(lowerCase)) {
        report(name);
      }
      caseInsensitiveState = caseInsensitive.step(caseInsensitiveState, lowerCase);
      final int hit = caseInsensitive.end(caseInsensitiveState);
      if (hit == ByteAutomaton.NONE) {
        return;
      }
      final CardPatterns.CardPattern pattern = caseInsensitivePatterns.get(hit);
      if (!pattern.isName()) {
        report(pattern);
      } else {
        name = pattern;
        value.begin(
            pattern.form().equals(CardPatterns.EXPIRY_PREFIX),
            CardPatterns.minDigitsAfter(pattern.form(), inMemory));
      }
    }

    private void report(CardPatterns.CardPattern pattern) {
      report(new Found(at, pattern.secret(), pattern.form()));
    }

    private void report(Found leak) {
      if (forbidden.contains(leak.secret)
          && found.stream().filter(f -> f.form.equals(leak.form)).count() < MAX_LEAKS_PER_FORM) {
        found.add(leak);
      }
    }
  }

  /// The text around a leak, with each digit shown as `#`.
  private static String context(Sink sink, long at) throws IOException {
    final long from = Math.max(0, at - CONTEXT_LENGTH);
    try (InputStream bytes = sink.open()) {
      bytes.skipNBytes(from);
      final String text =
          new String(
              bytes.readNBytes((int) (at - from) + CONTEXT_LENGTH / 2),
              StandardCharsets.ISO_8859_1);
      return text.replaceAll("[0-9]", "#").replaceAll("[^ -~]", "·");
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "a search for %d card numbers".formatted(numbers.size());
  }
}
