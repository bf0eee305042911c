package dev.agentpay.simulator.world;

import dev.agentpay.simulator.wire.Luhn;
import dev.agentpay.simulator.wire.OrderedMap;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The journal of all incoming and outgoing requests, for people and tests to read.
///
/// It contains nothing that a customer typed. Fields that Twilio sends in the clear are masked here
/// by name. Any other text that looks like a card number, with a valid check digit, is masked too.
public final class Journal {
  /// A demo writes a few hundred lines. Older ones are removed, so that a long load test does not
  /// fill the heap.
  static final int MOST_ENTRIES = 10_000;

  /// In characters: enough of an answer to see what went wrong.
  static final int LONGEST_TEXT = 2_000;

  private static final Set<String> TYPED_IN_THE_CLEAR =
      Set.of(
          "ExpirationDate",
          "ExpirationDateMatcher",
          "PaymentCardPostalCode",
          "PaymentCardPostalCodeMatcher",
          "BankRoutingNumber",
          "Digits");

  private static final Pattern CARD_SHAPED =
      Pattern.compile("(?<![0-9A-Za-z+])(?:[0-9][ -]?){12,18}[0-9](?![0-9A-Za-z])");

  private final Deque<JournalEntry> entries = new ArrayDeque<>();
  private final Timeline timeline;
  private final Consumer<JournalEntry> reader;
  private long last;

  /// @param reader receives every new line
  Journal(Timeline timeline, Consumer<JournalEntry> reader) {
    this.timeline = timeline;
    this.reader = reader;
  }

  public void write(JournalEntry.Kind kind, Map<String, Object> details) {
    final Map<String, Object> masked = new LinkedHashMap<>();
    details.forEach((name, value) -> masked.put(name, mask(name, value)));
    final JournalEntry entry = new JournalEntry(++last, timeline.instant(), kind, masked);
    entries.add(entry);
    if (entries.size() > MOST_ENTRIES) {
      entries.removeFirst();
    }
    reader.accept(entry);
  }

  /// Writes an error that would be in Twilio's error log.
  public void error(int code, String callSid, String message) {
    write(
        JournalEntry.Kind.ERROR,
        OrderedMap.of("code", code, "callSid", callSid, "message", message));
  }

  /// The number of the last line; 0 before the first.
  public long last() {
    return last;
  }

  public List<JournalEntry> since(long number) {
    return entries.stream().filter(entry -> entry.number() > number).toList();
  }

  private static Object mask(String name, @Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Map<?, ?> map -> {
        final Map<String, Object> masked = new LinkedHashMap<>();
        map.forEach(
            (key, inner) -> masked.put(String.valueOf(key), mask(String.valueOf(key), inner)));
        yield masked;
      }
      case String text when TYPED_IN_THE_CLEAR.contains(name) -> "x".repeat(text.length());
      case String text -> scrubbed(shortened(text));
      case Collection<?> many -> many.size() + " of them";
      default -> value;
    };
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }

  private static String scrubbed(String text) {
    return CARD_SHAPED.matcher(text).replaceAll(Journal::maskCard);
  }

  private static String maskCard(MatchResult found) {
    final String digits = found.group().replaceAll("[ -]", "");
    return Luhn.holds(digits) ? "x".repeat(digits.length()) : found.group();
  }
}
