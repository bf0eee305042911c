package dev.agentpay.server.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The header in which the trusted proxies name the client. Only one counts: a proxy that sets one
/// of them may pass on the other as the client wrote it.
public enum ForwardedHeader {
  /// The usual header: addresses, comma-separated.
  X_FORWARDED_FOR("X-Forwarded-For") {
    @Override
    Optional<String> hop(String element) {
      return Optional.of(element);
    }
  },
  /// The header of RFC 7239: elements such as `for=192.0.2.1;proto=https`.
  FORWARDED("Forwarded") {
    @Override
    Optional<String> hop(String element) {
      return split(element, ';').stream()
          .map(pair -> pair.split("=", 2))
          .filter(pair -> pair.length == 2 && pair[0].strip().equalsIgnoreCase("for"))
          .map(pair -> pair[1].strip())
          .findFirst();
    }
  };

  private final String headerName;

  ForwardedHeader(String headerName) {
    this.headerName = headerName;
  }

  public String headerName() {
    return headerName;
  }

  /// Returns the header with this name, whatever its case.
  public static Optional<ForwardedHeader> named(String name) {
    return Stream.of(values()).filter(h -> h.headerName.equalsIgnoreCase(name)).findFirst();
  }

  /// Returns the hops of all lines, the client first, without ports, brackets and quotes. A hop
  /// that names no address, such as `unknown`, is returned as it is.
  public List<String> hops(List<String> lines) {
    return lines.stream()
        .flatMap(line -> split(line, ',').stream())
        .map(element -> hop(element).map(ForwardedHeader::withoutPort).orElse(""))
        .toList();
  }

  abstract Optional<String> hop(String element);

  /// Splits at the separator, but not within quotes.
  private static List<String> split(String text, char separator) {
    final List<String> parts = new ArrayList<>();
    boolean isQuoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      final char c = text.charAt(i);
      if (c == '"') {
        isQuoted = !isQuoted;
      } else if (c == separator && !isQuoted) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(text.substring(start).strip());
    return parts;
  }

  private static String withoutPort(String hop) {
    final String bare = hop.replace("\"", "").strip().toLowerCase(Locale.ROOT);
    if (bare.startsWith("[")) {
      final int end = bare.indexOf(']');
      return end < 0 ? bare : bare.substring(1, end);
    }
    final int colon = bare.indexOf(':');
    return colon >= 0 && colon == bare.lastIndexOf(':') ? bare.substring(0, colon) : bare;
  }
}
