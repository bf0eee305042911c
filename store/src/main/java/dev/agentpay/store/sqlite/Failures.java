package dev.agentpay.store.sqlite;

import dev.agentpay.events.StoreUnavailableException;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/// Translates database errors into texts and exceptions for callers.
final class Failures {
  private Failures() {}

  /// @param isStoreFailure whether the whole store fails, not only this write
  record Failure(boolean isStoreFailure, String text, RuntimeException exception) {}

  static StoreUnavailableException unavailable(String text) {
    return new StoreUnavailableException(text, new SQLException(text));
  }

  /// Translates the error of a failed write.
  static Failure of(Exception e) {
    if (e instanceof RuntimeException bug) {
      return new Failure(false, "a write has a bug", bug);
    }
    final String text = e instanceof SQLiteException sqlite ? text(sqlite) : "";
    return text.isEmpty()
        ? new Failure(
            false,
            "a write was rejected",
            new StoreUnavailableException("the store rejected this write", e))
        : new Failure(true, text, new StoreUnavailableException(text, e));
  }

  /// Translates the error of a failed read.
  static StoreUnavailableException reading(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite && !text(sqlite).isEmpty()) {
        return new StoreUnavailableException(text(sqlite), e);
      }
    }
    return new StoreUnavailableException("the store cannot be read", e);
  }

  /// Returns an empty string if the error concerns one statement and not the file.
  private static String text(SQLiteException e) {
    final int primary = e.getResultCode().code & 0xff; // the higher bits only add details
    return switch (primary) {
      case 3, 8, 23 -> "the store's file is read-only; give this process permission to write it";
      case 5, 6 -> "another process has locked the store's file; stop that process";
      case 7 -> "the store is out of memory";
      case 10 ->
          "the store's disk reports an I/O error (%s); check the disk".formatted(e.getResultCode());
      case 11, 26 -> "the store's file is damaged; restore a backup";
      case 13 -> "the disk is full; free some space, then try again";
      case 14 -> "the store's file cannot be opened; does its folder exist?";
      default -> "";
    };
  }
}
