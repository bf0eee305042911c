package dev.agentpay.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a database file is, read without changing it.
public sealed interface SqliteInspection {
  /// There is no file; the server creates it.
  record Missing() implements SqliteInspection {}

  /// This or another process has it open.
  record InUse() implements SqliteInspection {}

  /// It is no database, or a damaged one.
  record Unreadable() implements SqliteInspection {}

  /// It is a database.
  ///
  /// @param pending how many changes of the schema the next start makes
  /// @param ahead how many changes a newer version has made that this version does not know
  record Known(int pending, int ahead) implements SqliteInspection {}

  /// Inspects a file.
  ///
  /// @throws IOException if the folder cannot be written to
  static SqliteInspection of(Path file) throws IOException {
    return Files.exists(file)
        ? SqliteFile.inspect(file.toAbsolutePath())
        : new SqliteInspection.Missing();
  }
}
