package dev.agentpay.store.sqlite;

import java.sql.SQLException;

/// One caller's part of a transaction. It may be run again after a rollback, so it changes nothing
/// but the database.
@FunctionalInterface
interface Write<T> {
  /// @throws SQLException when it cannot be done; whatever it wrote before is undone
  T apply(Tx tx) throws SQLException;
}
