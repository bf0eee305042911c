package dev.agentpay.connector;

import dev.agentpay.connector.spi.Money;
import dev.agentpay.connector.spi.SessionId;
import dev.agentpay.connector.spi.TransactionId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Converts a [LedgerEntry] to a row of the table `entry`, and back.
final class EntryRow {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private EntryRow() {}

  static Map<String, @Nullable Object> columns(LedgerEntry entry) {
    Terms terms = entry.terms();
    Map<String, @Nullable Object> columns = new HashMap<>();
    columns.put("transaction_id", terms.transactionId().value());
    columns.put("method", terms.method().name());
    columns.put("status", entry.status().name());
    columns.put("session", terms.session().map(SessionId::value).orElse(null));
    columns.put("amount", terms.amount().map(Money::decimal).orElse(null));
    columns.put(
        "currency",
        terms.amount().map(Money::currency).map(Currency::getCurrencyCode).orElse(null));
    columns.put("result_id", entry.resultId().orElse(null));
    columns.put("parameters", json(entry.parameters()));
    columns.put("error_code", entry.errorCode().orElse(null));
    columns.put("error_message", entry.errorMessage().orElse(null));
    columns.put("gateway_ids", json(entry.gatewayIds()));
    columns.put("started_at", entry.startedAt().toEpochMilli());
    columns.put("ended_at", entry.endedAt().map(Instant::toEpochMilli).orElse(null));
    return columns;
  }

  static LedgerEntry read(ResultSet row) throws SQLException {
    return new LedgerEntry(
        new Terms(
            new TransactionId(row.getString("transaction_id")),
            Method.valueOf(row.getString("method")),
            text(row, "session").map(SessionId::new),
            amount(row)),
        Status.valueOf(row.getString("status")),
        text(row, "result_id"),
        JSON.readValue(row.getString("parameters"), TEXTS),
        text(row, "error_code"),
        text(row, "error_message"),
        JSON.readValue(row.getString("gateway_ids"), TEXTS),
        Instant.ofEpochMilli(row.getLong("started_at")),
        text(row, "ended_at").map(Long::parseLong).map(Instant::ofEpochMilli));
  }

  static String json(Map<String, String> texts) {
    return JSON.writeValueAsString(texts);
  }

  private static Optional<Money> amount(ResultSet row) throws SQLException {
    Optional<String> amount = text(row, "amount");
    return amount.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Money(
                new BigDecimal(amount.get()), Currency.getInstance(row.getString("currency"))));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }
}
