package dev.agentpay.connector;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The SQLite file `connector.db`. Only one process can use it at a time, and every commit is on
/// disk before it returns.
final class LedgerFile implements AutoCloseable {
  /// SQLite allows one writer at a time, so more connections would only wait for each other.
  private static final int CONNECTIONS = 1;

  /// Shorter than the ten seconds after which Twilio gives up.
  private static final int CONNECTION_WAIT_MILLIS = 8_000;

  private final FileChannel lockFile;
  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private LedgerFile(FileChannel lockFile, HikariDataSource pool) {
    this.lockFile = lockFile;
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /// @throws IllegalStateException if another connector uses the folder
  /// @throws UncheckedIOException if the folder cannot be created or written
  static LedgerFile open(Path folder) {
    FileChannel lock = lock(folder);
    try {
      Path file = folder.resolve("connector.db");
      prepare(file);
      SQLiteDataSource source = source(file);
      Flyway.configure()
          .dataSource(source)
          .locations("classpath:dev/agentpay/connector/ledger")
          .load()
          .migrate();
      return new LedgerFile(lock, pool(source));
    } catch (RuntimeException e) {
      close(lock);
      throw e;
    }
  }

  Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() {
    pool.close();
    close(lockFile);
  }

  private static void prepare(Path file) {
    try {
      PrivateFiles.prepareSqlite(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create or write %s".formatted(file), e);
    }
  }

  private static SQLiteDataSource source(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }

  private static HikariDataSource pool(SQLiteDataSource source) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("connector-ledger");
    config.setDataSource(source);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(CONNECTION_WAIT_MILLIS);
    return new HikariDataSource(config);
  }

  private static FileChannel lock(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("connector.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (!locked(channel)) {
        close(channel);
        throw new IllegalStateException(
            "Another connector uses the folder %s: stop it or choose another folder"
                .formatted(folder));
      }
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create or write the folder %s".formatted(folder), e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the ledger's lock file", e);
    }
  }
}
