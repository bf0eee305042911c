package dev.agentpay.store.sqlite;

import java.sql.SQLException;

/// One caller's part of a transaction. It may run again after a rollback, so it must change nothing
/// except the database.
@FunctionalInterface
interface Write<T> {
  /// @throws SQLException if it fails; then everything that it wrote is rolled back
  T apply(Tx tx) throws SQLException;
}
