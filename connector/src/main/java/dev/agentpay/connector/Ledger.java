package dev.agentpay.connector;

import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.SessionId;
import dev.agentpay.connector.spi.TransactionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The connector's memory: what was asked for, and how it ended. Durable when a method returns.
final class Ledger {
  /// More transactions than this for one session are somebody's mistake; the answer stays small.
  static final int MOST_ENTRIES = 100;

  /// What a start looks after; older ones are found when somebody asks for their session.
  private static final int MOST_UNSETTLED = 1_000;

  private final Jdbi jdbi;

  Ledger(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// The entry for `terms`: the one that is there, or a new one that is `PENDING`. When the session
  /// has been charged by another transaction, the new one is refused at once, and that is recorded;
  /// while another charge of it has no known end, nothing is recorded and the result is empty.
  ///
  /// The caller compares the terms: an entry that is there may have been made with others.
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
            throw new IllegalStateException("A refused transaction could not be recorded");
          }
          return Optional.of(refused);
        });
  }

  /// Records how a transaction ended, unless that is known already, and returns what is recorded.
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
                .bind("most", MOST_ENTRIES)
                .map((row, _) -> EntryRow.read(row))
                .list());
  }

  /// Entries whose end is not known, oldest first.
  List<LedgerEntry> unsettled() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM entry WHERE status IN ('PENDING', 'UNCLEAR')
                    ORDER BY started_at LIMIT :most
                    """)
                .bind("most", MOST_UNSETTLED)
                .map((row, _) -> EntryRow.read(row))
                .list());
  }

  /// Whether the file answers.
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

  /// False when a rule of the database forbids the row.
  private static boolean insert(Handle handle, LedgerEntry entry) {
    return handle
            .createUpdate(
                """
                INSERT INTO entry (transaction_id, method, status, session, amount, currency,
                  result_id, parameters, error_code, error_message, started_at, ended_at)
                VALUES (:transaction_id, :method, :status, :session, :amount, :currency,
                  :result_id, :parameters, :error_code, :error_message, :started_at, :ended_at)
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
