package dev.agentpay.connector;

import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.SessionId;
import dev.agentpay.connector.spi.TransactionId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Durable record of all transactions and their outcomes. Changes are on disk when a method
/// returns.
final class Ledger {
  /// Limits the size of a ledger response. A session never has this many transactions unless
  /// something is misconfigured.
  static final int MAX_ENTRIES = 100;

  /// How many unsettled entries are resolved at startup. Any others are resolved when the server
  /// queries their session.
  private static final int MAX_UNSETTLED = 1_000;

  private final Jdbi jdbi;

  Ledger(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Returns the existing entry of the transaction, or records a new one:
  /// - If another transaction has charged the session, the new entry is `REFUSED`.
  /// - If another charge of the session has an unknown outcome, nothing is recorded and the result
  ///   is empty.
  /// - Otherwise the new entry is `PENDING`.
  ///
  /// The caller must compare the terms, because an existing entry may have different ones.
  Optional<LedgerEntry> begin(Terms terms, Instant now) {
    return jdbi.inTransaction(
        handle -> {
          Optional<LedgerEntry> known = find(handle, terms.transactionId());
          if (known.isPresent()) {
            return known;
          }
          LedgerEntry pending = LedgerEntry.pending(terms, now);
          if (insert(handle, pending)) {
            return Optional.of(pending);
          }
          if (!isCharged(handle, terms.session().orElseThrow())) {
            return Optional.empty();
          }
          LedgerEntry refused = pending.ended(Refusals.SESSION_ALREADY_CHARGED, now);
          if (!insert(handle, refused)) {
            throw new IllegalStateException("Cannot record a refused transaction");
          }
          return Optional.of(refused);
        });
  }

  /// Records the outcome of a transaction, unless a final one is already recorded. Returns the
  /// recorded entry.
  LedgerEntry end(TransactionId id, Outcome outcome, Instant now) {
    return jdbi.inTransaction(
        handle -> {
          LedgerEntry entry = find(handle, id).orElseThrow();
          if (entry.status().isFinal()) {
            return entry;
          }
          LedgerEntry ended = entry.ended(outcome, now);
          handle
              .createUpdate(
                  """
                  UPDATE entry SET status = :status, result_id = :result_id,
                    parameters = :parameters, error_code = :error_code,
                    error_message = :error_message, ended_at = :ended_at
                  WHERE transaction_id = :transaction_id
                  """)
              .bindMap(EntryRow.columns(ended))
              .execute();
          return ended;
        });
  }

  /// Records a gateway's id of a transaction, and returns all of them. Final entries take no more,
  /// because nobody asks the gateway about them again.
  Map<String, String> record(TransactionId id, String name, String gatewayId) {
    return jdbi.inTransaction(
        handle -> {
          Map<String, String> ids = new HashMap<>(find(handle, id).orElseThrow().gatewayIds());
          ids.put(name, gatewayId);
          handle
              .createUpdate(
                  "UPDATE entry SET gateway_ids = :ids WHERE transaction_id = :id AND status IN"
                      + " ('PENDING', 'UNCLEAR')")
              .bind("ids", EntryRow.json(ids))
              .bind("id", id.value())
              .execute();
          return ids;
        });
  }

  Optional<LedgerEntry> find(TransactionId id) {
    return jdbi.withHandle(handle -> find(handle, id));
  }

  List<LedgerEntry> ofSession(SessionId session) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM entry WHERE session = :session
                    ORDER BY started_at, transaction_id LIMIT :most
                    """)
                .bind("session", session.value())
                .bind("most", MAX_ENTRIES)
                .map((row, _) -> EntryRow.read(row))
                .list());
  }

  /// Returns the entries with an unknown outcome, oldest first.
  List<LedgerEntry> unsettled() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM entry WHERE status IN ('PENDING', 'UNCLEAR')
                    ORDER BY started_at LIMIT :most
                    """)
                .bind("most", MAX_UNSETTLED)
                .map((row, _) -> EntryRow.read(row))
                .list());
  }

  /// Whether the database can be read.
  boolean isReady() {
    return jdbi.withHandle(
        handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one() == 1);
  }

  private static Optional<LedgerEntry> find(Handle handle, TransactionId id) {
    return handle
        .createQuery("SELECT * FROM entry WHERE transaction_id = :id")
        .bind("id", id.value())
        .map((row, _) -> EntryRow.read(row))
        .findOne();
  }

  /// Returns false if a unique constraint of the table forbids the row.
  private static boolean insert(Handle handle, LedgerEntry entry) {
    return handle
            .createUpdate(
                """
                INSERT INTO entry (transaction_id, method, status, session, amount, currency,
                  result_id, parameters, error_code, error_message, gateway_ids, started_at, ended_at)
                VALUES (:transaction_id, :method, :status, :session, :amount, :currency,
                  :result_id, :parameters, :error_code, :error_message, :gateway_ids, :started_at,
                  :ended_at)
                ON CONFLICT DO NOTHING
                """)
            .bindMap(EntryRow.columns(entry))
            .execute()
        == 1;
  }

  private static boolean isCharged(Handle handle, SessionId session) {
    return handle
            .createQuery(
                "SELECT count(*) FROM entry WHERE session = :session AND status = 'CHARGED'")
            .bind("session", session.value())
            .mapTo(Integer.class)
            .one()
        > 0;
  }
}
