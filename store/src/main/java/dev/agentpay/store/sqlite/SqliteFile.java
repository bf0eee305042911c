package dev.agentpay.store.sqlite;

import dev.agentpay.events.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/// The database's file: ours alone while it is open, readable by nobody else, and in the newest
/// shape.
final class SqliteFile implements AutoCloseable {
  /// Pages in the write-ahead log after which they are moved into the file: SQLite's own default.
  /// More would make the writer stall for longer at a time.
  private static final int CHECKPOINT_PAGES = 1000;

  /// How long a connection waits for another's lock, which only recovery and checkpoints take.
  private static final int BUSY_MILLIS = 5_000;

  private final Path file;
  private final FileChannel lock;

  private SqliteFile(Path file, FileChannel lock) {
    this.file = file;
    this.lock = lock;
  }

  /// @throws StoreUnavailableException when another process has it, or it cannot be used
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
    final Path beside = file.resolveSibling(file.getFileName() + ".lock");
    final FileChannel channel =
        FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // held by this very process
    }
    channel.close();
    throw Failures.unavailable(
        "%s is in use by another AgentPay: stop that one, or choose another data folder"
            .formatted(file));
  }

  private void prepare() throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file);
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    }
    final SQLiteDataSource source = source(config());
    Flyway.configure().dataSource(source).locations("classpath:db/sqlite").load().migrate();
  }

  /// The one connection that writes.
  Connection writer() throws SQLException {
    final Connection connection = source(config()).getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /// Connections that are used to read.
  DataSource readers() {
    return source(config());
  }

  /// Why the file is not to be trusted; null when all is well.
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
    // A file that somebody moved away must be missed, not made anew.
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
      throw new StoreUnavailableException("the store's lock cannot be given back", e);
    }
  }
}
