package dev.agentpay.store.sqlite;

import dev.agentpay.events.DeadLetters;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.events.Outbox;
import dev.agentpay.events.Schema;
import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.store.Codec;
import dev.agentpay.store.Store;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Store in one SQLite file, for one process. Acknowledged data is on disk (`synchronous=FULL`,
/// fdatasync before every acknowledgement). Concurrent appends share one transaction, so that many
/// cost hardly more than one.
///
/// A store that cannot write reports that in [#trouble], and recovers without help once it can
/// write again.
public final class SqliteStore implements Store {
  private final SqliteFile file;
  private final ReadPool reads;
  private final GroupCommit writer;
  private final EventStore events;
  private final Outbox outbox;
  private final DeadLetters deadLetters;
  private final LiveFeed feed;

  private SqliteStore(SqliteFile file, Schema schema, ReadPool reads, Tx tx, InstantSource clock) {
    this.file = file;
    this.reads = reads;
    final Codec codec = new Codec(schema);
    final EventRows rows = new EventRows(reads, codec);
    feed = new LiveFeed(rows, feedName(reads));
    writer =
        new GroupCommit(
            tx,
            feed,
            t -> Requests.purge(t, clock.instant()),
            t -> probe(t, clock),
            GroupCommit.TIMEOUT);
    events = new SqliteEventStore(writer, reads, rows, codec, clock);
    outbox = new SqliteOutbox(writer, reads, codec);
    deadLetters = new SqliteDeadLetters(writer, reads);
  }

  /// Opens the store. Creates its file and folder if necessary, and migrates an older file.
  ///
  /// @param file for example `data/agentpay.db`; SQLite creates other files next to it
  /// @param schema the types that are stored in it
  /// @param clock decides when an idempotency key has expired
  /// @throws StoreUnavailableException if another process has the file open, or it cannot be used;
  ///   the message says why
  public static SqliteStore open(Path file, Schema schema, InstantSource clock) {
    final SqliteFile opened = SqliteFile.open(file);
    @Nullable Tx tx = null;
    @Nullable ReadPool reads = null;
    try {
      tx = new Tx(opened::writer);
      reads = new ReadPool(opened.readers());
      final SqliteStore store = new SqliteStore(opened, schema, reads, tx, clock);
      store.writer.start();
      // No other process uses the file, so the owners of all leases are dead.
      store.writer.run(Tasks::endLeases);
      return store;
    } catch (SQLException | RuntimeException e) {
      closeAll(tx, reads, opened);
      throw e instanceof RuntimeException known ? known : Failures.reading(e);
    }
  }

  @Override
  public EventStore eventStore() {
    return events;
  }

  @Override
  public Outbox outbox() {
    return outbox;
  }

  @Override
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  @Override
  public Feed feed() {
    return feed;
  }

  @Override
  public Optional<String> trouble() {
    return Optional.ofNullable(writer.trouble()).or(() -> Optional.ofNullable(file.trouble()));
  }

  @Override
  public Load load() {
    return new Load(writer.writes(), writer.batches(), writer.waiting());
  }

  @Override
  public void close() {
    writer.close();
    reads.close();
    file.close();
  }

  private static String feedName(ReadPool reads) {
    return reads.with(
        handle ->
            handle
                .createQuery("SELECT value FROM facts WHERE name = 'feed'")
                .mapTo(String.class)
                .one());
  }

  private static int probe(Tx tx, InstantSource clock) throws SQLException {
    final PreparedStatement update = tx.sql("UPDATE facts SET value = ? WHERE name = 'probe'");
    update.setString(1, clock.instant().toString());
    return update.executeUpdate();
  }

  private static void closeAll(@Nullable Tx tx, @Nullable ReadPool reads, SqliteFile file) {
    try {
      if (reads != null) {
        reads.close();
      }
      if (tx != null) {
        tx.close();
      }
    } catch (SQLException _) {
      // the exception that made opening fail is thrown instead
    } finally {
      file.close();
    }
  }
}
