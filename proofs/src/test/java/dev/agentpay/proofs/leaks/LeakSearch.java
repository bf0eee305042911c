package dev.agentpay.proofs.leaks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Searches what is written or kept somewhere for card data, in one pass and without holding more
/// than a buffer of it: a heap dump may be larger than our own heap.
///
/// Three things are followed at once: the digits of each number, with up to four bytes of
/// punctuation or NUL between two of them (so also UTF-16, groups of any size, and lists);
/// encodings that hide the digits, byte for byte; and names with a value after them.
final class LeakSearch {
  /// More of one form in one sink says nothing new.
  private static final int MOST_OF_A_FORM = 5;

  /// As ISO/IEC 7812 has it in practice; shorter keys are no card.
  static final int SHORTEST_NUMBER = 12;

  private static final int BUFFER = 1 << 16;

  /// `", "` in a list of digits.
  private static final int LONGEST_GAP = 4;

  /// How much of the surroundings is shown of a leak.
  private static final int AROUND = 48;

  private static final boolean[] GAP = new boolean[256];

  static {
    // U+00A0 is a blank too: its bytes in UTF-8.
    final byte[] between = "\0 \t\r\n-._/,:;'\"[]+\\\u00a0".getBytes(StandardCharsets.UTF_8);
    for (byte b : between) {
      GAP[b & 0xff] = true;
    }
  }

  private final List<String> numbers;
  private final ByteAutomaton digits;
  private final List<CardTraces.Trace> exactTraces;
  private final ByteAutomaton exact;
  private final List<CardTraces.Trace> foldedTraces;
  private final ByteAutomaton folded;

  /// @param typed what must be nowhere, digits only: card numbers, and shorter ones, which are
  ///   expiries when they have four digits and else security codes
  LeakSearch(Collection<String> typed) {
    numbers = typed.stream().filter(keys -> keys.length() >= SHORTEST_NUMBER).toList();
    digits = new ByteAutomaton(numbers.stream().map(LeakSearch::ascii).toList());
    exactTraces = CardTraces.exact(numbers);
    exact = new ByteAutomaton(exactTraces.stream().map(CardTraces.Trace::bytes).toList());
    foldedTraces = new ArrayList<>(CardTraces.folded(numbers));
    foldedTraces.addAll(
        CardTraces.values(typed.stream().filter(keys -> keys.length() < SHORTEST_NUMBER).toList()));
    folded = new ByteAutomaton(foldedTraces.stream().map(CardTraces.Trace::bytes).toList());
  }

  /// Everything that must not be in this sink and is, in the order in which it stands there.
  List<Leak> in(Sink sink) throws IOException {
    final Pass pass = new Pass(sink);
    final byte[] buffer = new byte[BUFFER];
    try (InputStream bytes = sink.open()) {
      for (int read; (read = bytes.read(buffer)) >= 0; ) {
        pass.take(buffer, read);
      }
    }
    final List<Leak> leaks = new ArrayList<>();
    for (Found found : pass.found) {
      leaks.add(new Leak(sink, found.secret, found.form, found.at, surroundings(sink, found.at)));
    }
    return leaks;
  }

  private record Found(long at, CardTraces.Secret secret, String form)
      implements Comparable<Found> {
    @Override
    public int compareTo(Found other) {
      final int byPlace = Long.compare(at, other.at);
      return byPlace != 0 ? byPlace : (secret + form).compareTo(other.secret + other.form);
    }
  }

  /// One pass over one sink.
  private final class Pass {
    private final Set<Found> found = new TreeSet<>();
    private final Set<CardTraces.Secret> wanted;
    private final boolean inMemory;
    private final ValueAfterName value = new ValueAfterName();
    private CardTraces.Trace name = foldedTraces.getFirst();
    private long at;
    private int digitState;
    private int gap;
    private int exactState;
    private int foldedState;
    private int nuls;

    Pass(Sink sink) {
      wanted = sink.kind().mustNotHave();
      inMemory = sink.kind().isMemory();
    }

    void take(byte[] buffer, int length) {
      for (int i = 0; i < length; i++, at++) {
        final int b = buffer[i] & 0xff;
        exactState = exact.step(exactState, b);
        final int hit = exact.end(exactState);
        if (hit != ByteAutomaton.NONE) {
          report(exactTraces.get(hit));
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
          report(new Found(at, CardTraces.Secret.CARD_NUMBER, "its digits"));
        }
      } else if (digitState != 0 && (!GAP[b] || ++gap > LONGEST_GAP)) {
        digitState = 0;
      }
    }

    /// UTF-16 has one beside each letter; two in a row are something else.
    private void nul() {
      if (++nuls > 1) {
        foldedState = 0;
        value.end();
      }
    }

    private void text(int small) {
      if (!value.isOver() && value.isValue(small)) {
        report(name);
      }
      foldedState = folded.step(foldedState, small);
      final int hit = folded.end(foldedState);
      if (hit == ByteAutomaton.NONE) {
        return;
      }
      final CardTraces.Trace trace = foldedTraces.get(hit);
      if (!trace.isName()) {
        report(trace);
      } else {
        name = trace;
        value.begin(
            trace.form().equals(CardTraces.ANY_EXPIRY),
            CardTraces.digitsAfter(trace.form(), inMemory));
      }
    }

    private void report(CardTraces.Trace trace) {
      report(new Found(at, trace.secret(), trace.form()));
    }

    private void report(Found one) {
      if (wanted.contains(one.secret)
          && found.stream().filter(f -> f.form.equals(one.form)).count() < MOST_OF_A_FORM) {
        found.add(one);
      }
    }
  }

  /// What stands around a leak, itself not repeating it: digits are shown as `#`.
  private static String surroundings(Sink sink, long at) throws IOException {
    final long from = Math.max(0, at - AROUND);
    try (InputStream bytes = sink.open()) {
      bytes.skipNBytes(from);
      final String text =
          new String(bytes.readNBytes((int) (at - from) + AROUND / 2), StandardCharsets.ISO_8859_1);
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
