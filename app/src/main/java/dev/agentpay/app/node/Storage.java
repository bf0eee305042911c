package dev.agentpay.app.node;

import dev.agentpay.auth.AuthSchema;
import dev.agentpay.calls.CallSchema;
import dev.agentpay.compat.CompatSchema;
import dev.agentpay.events.Schema;
import dev.agentpay.payments.PaymentCallback;
import dev.agentpay.payments.PaymentSchema;
import dev.agentpay.store.FileSpool;
import dev.agentpay.store.Store;
import dev.agentpay.store.sqlite.SqliteStore;
import dev.agentpay.voice.VoiceSchema;
import java.nio.file.Path;
import java.time.InstantSource;

/// The open files of a server: the database with events, outbox and feed, and the spool, which
/// keeps callbacks while the database is unavailable.
public record Storage(Store store, FileSpool spool) implements AutoCloseable {
  /// The stored types of all modules.
  public static final Schema SCHEMA =
      Schema.of(
          PaymentSchema.SCHEMA,
          CallSchema.SCHEMA,
          VoiceSchema.SCHEMA,
          CompatSchema.SCHEMA,
          AuthSchema.SCHEMA);

  public static final String DATABASE = "agentpay.db";
  public static final String SPOOL = "callbacks.spool";

  /// Opens the files in the folder. Creates those that do not exist.
  public static Storage open(Path folder, InstantSource clock) {
    final Store store = SqliteStore.open(folder.resolve(DATABASE), SCHEMA, clock);
    try {
      return new Storage(
          store, FileSpool.open(folder.resolve(SPOOL), PaymentCallback.class, SCHEMA));
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try (store) {
      spool.close();
    }
  }
}
