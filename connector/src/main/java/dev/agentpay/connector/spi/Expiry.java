package dev.agentpay.connector.spi;

import java.time.YearMonth;

/// The last month in which a card is valid; shows nothing.
public final class Expiry extends Secret {
  private Expiry(char[] yearAndMonth) {
    super(yearAndMonth, 6, 6, "An expiry");
  }

  /// `year` with two digits means this century; Twilio has sent both.
  ///
  /// @throws IllegalArgumentException for a month outside 1 to 12 or a year outside 0 to 99 and
  ///   2000 to 2099
  public static Expiry of(int month, int year) {
    if (month < 1 || month > 12) {
      throw new IllegalArgumentException("An expiry's month is 1 to 12");
    }
    int full = year < 100 ? 2000 + year : year;
    if (full < 2000 || full > 2099) {
      throw new IllegalArgumentException("An expiry's year is two digits, or 2000 to 2099");
    }
    return new Expiry(
        new char[] {'2', '0', digit(full / 10), digit(full), digit(month / 10), digit(month)});
  }

  /// 1 to 12.
  public int month() {
    return reveal(digits -> (digits[4] - '0') * 10 + digits[5] - '0');
  }

  /// Four digits.
  public int year() {
    return reveal(digits -> 2000 + (digits[2] - '0') * 10 + digits[3] - '0');
  }

  /// Whether the card is still valid in `month`.
  public boolean covers(YearMonth month) {
    return !YearMonth.of(year(), month()).isBefore(month);
  }

  @Override
  public String toString() {
    return "••/••";
  }

  private static char digit(int number) {
    return (char) ('0' + Math.abs(number % 10));
  }
}
