package dev.agentpay.store.sqlite;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// Pool of read connections. They see committed data and never wait for the writer.
final class ReadPool implements AutoCloseable {
  /// Reads are short and mostly served from memory, so more connections would only compete for the
  /// CPU.
  private static final int CONNECTIONS = 4;

  /// How long a reader waits for a connection.
  private static final int WAIT_MILLIS = 5_000;

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  ReadPool(DataSource source) {
    final HikariConfig config = new HikariConfig();
    config.setPoolName("agentpay-store-reads");
    config.setDataSource(source);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(WAIT_MILLIS);
    config.setConnectionInitSql("PRAGMA query_only = ON"); // only the writer may change data
    pool = new HikariDataSource(config);
    jdbi = Jdbi.create(pool);
  }

  /// @throws StoreUnavailableException if the file cannot be read
  <T extends @Nullable Object> T with(HandleCallback<T, SQLException> work) {
    try {
      return jdbi.<T, SQLException>withHandle(work);
    } catch (SQLException | JdbiException e) {
      throw pool.isClosed() ? Failures.unavailable("the store is closed") : Failures.reading(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
