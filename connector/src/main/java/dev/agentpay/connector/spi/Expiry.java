package dev.agentpay.connector.spi;

import java.time.YearMonth;

/// The last month in which a card is valid. `toString` shows none of it.
public final class Expiry extends Secret {
  private Expiry(char[] yearAndMonth) {
    super(yearAndMonth, 6, 6, "An expiry");
  }

  /// Creates an expiry from a year of two or four digits, because Twilio sends both. Two digits
  /// mean a year from 2000 to 2099.
  ///
  /// @throws IllegalArgumentException if the month is not 1 to 12, or the year is neither 0 to 99
  ///   nor 2000 to 2099
  public static Expiry of(int month, int year) {
    if (month < 1 || month > 12) {
      throw new IllegalArgumentException("The expiry month must be 1 to 12");
    }
    int full = year < 100 ? 2000 + year : year;
    if (full < 2000 || full > 2099) {
      throw new IllegalArgumentException("The expiry year must be two digits, or 2000 to 2099");
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
