package dev.agentpay.connector.sandbox;

import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.TransactionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The sandbox's record of outcomes by transaction id. Contains no card data.
public final class SandboxRecord {
  private final Jdbi jdbi;

  public SandboxRecord(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Records `outcome` unless the transaction already has one. Returns the recorded outcome.
  public Outcome keepFirst(TransactionId id, Outcome outcome) {
    return jdbi.inTransaction(
        handle -> {
          insert(handle, id, outcome);
          return find(handle, id).orElseThrow();
        });
  }

  public Optional<Outcome> find(TransactionId id) {
    return jdbi.withHandle(handle -> find(handle, id));
  }

  private static void insert(Handle handle, TransactionId id, Outcome outcome) {
    @Nullable String charged = null;
    @Nullable String tokenized = null;
    @Nullable String code = null;
    @Nullable String message = null;
    switch (outcome) {
      case Outcome.Charged done -> charged = done.id();
      case Outcome.Tokenized done -> tokenized = done.id();
      case Outcome.Refused refused -> {
        code = refused.code();
        message = refused.message();
      }
      case Outcome.Unclear _ ->
          throw new IllegalArgumentException("The sandbox does not record unclear outcomes");
    }
    handle
        .createUpdate("INSERT INTO sandbox VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(0, id.value())
        .bind(1, charged)
        .bind(2, tokenized)
        .bind(3, code)
        .bind(4, message)
        .execute();
  }

  private static Optional<Outcome> find(Handle handle, TransactionId id) {
    return handle
        .createQuery("SELECT * FROM sandbox WHERE transaction_id = :id")
        .bind("id", id.value())
        .map((row, _) -> read(row))
        .findOne();
  }

  private static Outcome read(ResultSet row) throws SQLException {
    String charged = row.getString("charged_id");
    if (charged != null) {
      return new Outcome.Charged(charged, Map.of());
    }
    String tokenized = row.getString("tokenized_id");
    if (tokenized != null) {
      return new Outcome.Tokenized(tokenized, Map.of());
    }
    return new Outcome.Refused(row.getString("error_code"), row.getString("error_message"));
  }
}
