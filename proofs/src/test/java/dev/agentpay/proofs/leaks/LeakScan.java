package dev.agentpay.proofs.leaks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Searches all collected sinks for leaks.
final class LeakScan {
  /// Keys that can be a card number, an expiry or a security code. Two digits are a typing mistake.
  private static final Pattern TYPED = Pattern.compile("\"digits\":\"([0-9]{3,4}|[0-9]{12,19})\"");

  /// The totals of one kind of sink.
  static final class Tally {
    private int sinks;
    private long bytes;
    private int leaks;

    int sinks() {
      return sinks;
    }

    long bytes() {
      return bytes;
    }

    int leaks() {
      return leaks;
    }
  }

  private final List<Leak> leaks = new ArrayList<>();
  private final Map<Sink.Kind, Tally> tallies = new EnumMap<>(Sink.Kind.class);

  /// Searches all sinks.
  ///
  /// @param typed the values to search for, see [LeakSearch]
  LeakScan(Path collected, Collection<String> typed) {
    final LeakSearch search = new LeakSearch(typed);
    try {
      for (Sink sink : Sink.in(collected)) {
        final List<Leak> found = search.in(sink);
        final Tally tally = tallies.computeIfAbsent(sink.kind(), _ -> new Tally());
        tally.sinks++;
        tally.bytes += sink.size();
        tally.leaks += found.size();
        leaks.addAll(found);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Leak> leaks() {
    return List.copyOf(leaks);
  }

  Map<Sink.Kind, Tally> tallies() {
    return tallies;
  }

  /// Reads the values that customers typed from the requests that a wire tap recorded.
  static Set<String> typed(Path recorded) {
    final Set<String> keys = new TreeSet<>();
    try (Stream<Path> files = Files.list(recorded)) {
      for (Path file : files.toList()) {
        final Matcher matcher = TYPED.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
          keys.add(matcher.group(1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return keys;
  }
}
