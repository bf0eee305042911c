package dev.agentpay.store.sqlite;

import dev.agentpay.events.DeadLetters;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.events.Outbox;
import dev.agentpay.events.Schema;
import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.store.Codec;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Log, outbox and feed in one SQLite file, for one process: what was acknowledged is on the disk
/// (`synchronous=FULL`, fdatasync before every acknowledgement). Appends of many callers share one
/// transaction, so that many cost hardly more than one.
///
/// A store that cannot write says so ([#trouble]) and goes on by itself once it can.
public final class SqliteStore implements AutoCloseable {
  private final SqliteFile file;
  private final Reads reads;
  private final GroupCommit writer;
  private final EventStore events;
  private final Outbox outbox;
  private final DeadLetters deadLetters;
  private final LiveFeed feed;

  private SqliteStore(SqliteFile file, Schema schema, Reads reads, Tx tx, InstantSource clock) {
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
            GroupCommit.PATIENCE);
    events = new SqliteEventStore(writer, reads, rows, codec, clock);
    outbox = new SqliteOutbox(writer, reads, codec);
    deadLetters = new SqliteDeadLetters(writer, reads);
  }

  /// Opens the store, makes its file and folder when there are none, and brings an older file up to
  /// date.
  ///
  /// @param file such as `data/agentpay.db`; other files appear beside it
  /// @param schema everything that is kept in it
  /// @param clock tells when a request's key is old enough to be forgotten
  /// @throws StoreUnavailableException when another process has the file open, or it cannot be
  ///   used: the message says why
  public static SqliteStore open(Path file, Schema schema, InstantSource clock) {
    final SqliteFile opened = SqliteFile.open(file);
    @Nullable Tx tx = null;
    @Nullable Reads reads = null;
    try {
      tx = new Tx(opened::writer);
      reads = new Reads(opened.readers());
      final SqliteStore store = new SqliteStore(opened, schema, reads, tx, clock);
      store.writer.start();
      // The file is ours alone: whoever held a lease is dead, and what it sent was answered or not.
      store.writer.run(Tasks::endLeases);
      return store;
    } catch (SQLException | RuntimeException e) {
      closeAll(tx, reads, opened);
      throw e instanceof RuntimeException known ? known : Failures.reading(e);
    }
  }

  /// The log.
  public EventStore eventStore() {
    return events;
  }

  /// The tasks that wait.
  public Outbox outbox() {
    return outbox;
  }

  /// The tasks that were put aside.
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  /// The live stream.
  public Feed feed() {
    return feed;
  }

  /// Why the store cannot be relied on at present, in words for an operator; empty when all is
  /// well. Cheap enough for every health check.
  public Optional<String> trouble() {
    return Optional.ofNullable(writer.trouble()).or(() -> Optional.ofNullable(file.trouble()));
  }

  /// How the writer is doing.
  public Load load() {
    return new Load(writer.writes(), writer.batches(), writer.waiting());
  }

  /// What the writer has done since the store was opened.
  ///
  /// @param writes appends, leases and the like
  /// @param batches transactions that they shared
  /// @param waiting writes that wait now
  public record Load(long writes, long batches, int waiting) {}

  /// Lets what waits be written, then closes the file. Whoever calls later gets
  /// [StoreUnavailableException].
  @Override
  public void close() {
    writer.close();
    reads.close();
    file.close();
  }

  private static String feedName(Reads reads) {
    return reads.with(
        handle ->
            handle
                .createQuery("SELECT value FROM facts WHERE name = 'feed'")
                .mapTo(String.class)
                .one());
  }

  private static int probe(Tx tx, InstantSource clock) throws SQLException {
    final var update = tx.sql("UPDATE facts SET value = ? WHERE name = 'probe'");
    update.setString(1, clock.instant().toString());
    return update.executeUpdate();
  }

  private static void closeAll(@Nullable Tx tx, @Nullable Reads reads, SqliteFile file) {
    try {
      if (reads != null) {
        reads.close();
      }
      if (tx != null) {
        tx.close();
      }
    } catch (SQLException _) {
      // what made the opening fail is told instead
    } finally {
      file.close();
    }
  }
}
