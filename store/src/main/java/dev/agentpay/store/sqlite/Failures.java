package dev.agentpay.store.sqlite;

import dev.agentpay.events.StoreUnavailableException;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/// What a database's error means to whoever called, in words.
final class Failures {
  private Failures() {}

  /// @param isStores whether the store is in trouble, rather than the one write
  record Failure(boolean isStores, String text, RuntimeException exception) {}

  static StoreUnavailableException unavailable(String text) {
    return new StoreUnavailableException(text, new SQLException(text));
  }

  /// What a write that failed for this reason tells.
  static Failure of(Exception e) {
    if (e instanceof RuntimeException bug) {
      return new Failure(false, "a write is wrong", bug);
    }
    final String text = e instanceof SQLiteException sqlite ? text(sqlite) : "";
    return text.isEmpty()
        ? new Failure(
            false,
            "a write was refused",
            new StoreUnavailableException("the store refused this write", e))
        : new Failure(true, text, new StoreUnavailableException(text, e));
  }

  /// What a read that failed for this reason tells.
  static StoreUnavailableException reading(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite && !text(sqlite).isEmpty()) {
        return new StoreUnavailableException(text(sqlite), e);
      }
    }
    return new StoreUnavailableException("the store cannot be read", e);
  }

  /// Empty when the error is about one statement and not about the file.
  private static String text(SQLiteException e) {
    final int primary = e.getResultCode().code & 0xff; // the higher bits only say more
    return switch (primary) {
      case 3, 8, 23 -> "the store's file may not be written; give this process the right to";
      case 5, 6 -> "another process keeps the store's file locked; end it";
      case 7 -> "no memory is left for the store";
      case 10 -> "the disk that the store is on does not work (%s)".formatted(e.getResultCode());
      case 11, 26 -> "the store's file is damaged; put back a copy";
      case 13 -> "the disk is full; make room, then try again";
      case 14 -> "the store's file cannot be opened; is its folder there?";
      default -> "";
    };
  }
}
