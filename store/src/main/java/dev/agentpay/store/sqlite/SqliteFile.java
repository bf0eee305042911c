package dev.agentpay.store.sqlite;

import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.store.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/// The database file. While open, it is locked for other processes. Only its owner can read it, and
/// its schema is up to date.
final class SqliteFile implements AutoCloseable {
  /// Number of pages in the write-ahead log that triggers a checkpoint: SQLite's default. A higher
  /// number would stall the writer for longer.
  private static final int CHECKPOINT_PAGES = 1000;

  /// How long a connection waits for a lock of another connection. Only recovery and checkpoints
  /// take such locks.
  private static final int BUSY_MILLIS = 5_000;

  private final Path file;
  private final FileChannel lock;

  private SqliteFile(Path file, FileChannel lock) {
    this.file = file;
    this.lock = lock;
  }

  /// @throws StoreUnavailableException if another process has it open, or it cannot be used
  static SqliteFile open(Path file) {
    final Path absolute = file.toAbsolutePath();
    try {
      Files.createDirectories(absolute.getParent());
      final SqliteFile opened = new SqliteFile(absolute, lock(absolute));
      try {
        opened.prepare();
        return opened;
      } catch (FlywayException e) {
        opened.close();
        throw Failures.reading(e);
      }
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "the store's file %s cannot be opened: %s".formatted(absolute, e.getMessage()), e);
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    final Path lockFile = lockFile(file);
    return tryLock(lockFile)
        .orElseThrow(
            () ->
                Failures.unavailable(
                    "%s is in use by another AgentPay: stop that one, or choose another data folder"
                        .formatted(file)));
  }

  /// Returns the open lock file; empty if this or another process has locked it.
  private static Optional<FileChannel> tryLock(Path lockFile) throws IOException {
    final FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(channel);
      }
    } catch (OverlappingFileLockException _) {
      // this process already has it open
    }
    channel.close();
    return Optional.empty();
  }

  /// Reads the version of a file that exists, without changing it.
  ///
  /// @throws IOException if the lock file cannot be written
  static SqliteInspection inspect(Path file) throws IOException {
    final Optional<FileChannel> lock = tryLock(lockFile(file));
    if (lock.isEmpty()) {
      return new SqliteInspection.InUse();
    }
    try (SqliteFile locked = new SqliteFile(file, lock.get())) {
      final MigrationInfoService info = locked.flyway().info();
      final int ahead =
          (int) Stream.of(info.all()).filter(m -> m.getState().name().startsWith("FUTURE")).count();
      return new SqliteInspection.Known(info.pending().length, ahead);
    } catch (FlywayException e) {
      return new SqliteInspection.Unreadable();
    }
  }

  private static Path lockFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".lock");
  }

  private void prepare() throws IOException {
    PrivateFiles.prepareSqlite(file);
    flyway().migrate();
  }

  private Flyway flyway() {
    return Flyway.configure().dataSource(source(config())).locations("classpath:db/sqlite").load();
  }

  /// Opens the only connection that writes.
  Connection writer() throws SQLException {
    final Connection connection = source(config()).getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /// Data source of the read connections.
  DataSource readers() {
    return source(config());
  }

  /// Why the file cannot be used; null if it can.
  @Nullable String trouble() {
    return Files.exists(file) ? null : "the store's file %s is gone".formatted(file);
  }

  private SQLiteDataSource source(SQLiteConfig config) {
    final SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private static SQLiteConfig config() {
    final SQLiteConfig config = new SQLiteConfig();
    // If the file was moved away, report an error instead of creating a new file.
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, String.valueOf(CHECKPOINT_PAGES));
    return config;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot release the lock of the store's file", e);
    }
  }
}
