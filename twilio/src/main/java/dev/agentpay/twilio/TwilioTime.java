package dev.agentpay.twilio;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Parses both of Twilio's time formats: `2021-08-10T03:58:27.290Z` in status callbacks, `Wed, 18
/// Dec 2019 20:02:01 +0000` in REST answers and call events.
public final class TwilioTime {
  /// The length of `2021-08-10T03:58:27.290Z`.
  private static final int ISO_MILLIS_LENGTH = 24;

  private TwilioTime() {}

  /// Returns the time; empty if the format is unknown. Times are only used for ordering, so a
  /// missing one is no error.
  public static Optional<Instant> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (isIsoMillis(text)) {
        return Optional.of(isoMillis(text));
      }
      final boolean iso = text.charAt(0) >= '0' && text.charAt(0) <= '9' && text.indexOf('T') > 0;
      return Optional.of(
          iso
              ? OffsetDateTime.parse(text).toInstant()
              : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isIsoMillis(String text) {
    if (text.length() != ISO_MILLIS_LENGTH) {
      return false;
    }
    final String shape = "0000-00-00T00:00:00.000Z";
    for (int i = 0; i < ISO_MILLIS_LENGTH; i++) {
      final char c = text.charAt(i);
      if (shape.charAt(i) == '0' ? c < '0' || c > '9' : c != shape.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Parses by hand: every callback has a time, and the general parser takes as long as the
  /// signature check.
  private static Instant isoMillis(String text) {
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            number(text, 20, 23) * 1_000_000)
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
