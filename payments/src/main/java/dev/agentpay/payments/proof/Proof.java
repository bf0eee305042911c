package dev.agentpay.payments.proof;

import dev.agentpay.payments.values.PayResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What proves that money moved, what proves that none did. Everything else is doubt. Pure.
///
/// Money moved (or a token was made) when the ledger says so, or when Twilio reports a success that
/// the connector's own status does not contradict.
///
/// No money moved when
/// - the ledger says that every attempt was refused;
/// - the ledger has no entry although Twilio has told its last word and asks no more;
/// - the connector's error is a known decline of that kind of connector;
/// - Twilio's error is one that it raises before it asks the connector;
/// - the submit was refused and no attempt before may have arrived (judged where the answer comes
///   in).
public final class Proof {
  /// How long Twilio may ask a connector that gives no answer: six tries of 10 s.
  ///
  /// @see <a href="https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector">Twilio:
  ///   Generic Pay Connector</a>
  public static final Duration RETRY_WINDOW = Duration.ofSeconds(60);

  private static final String TEST_CARDS =
      "Twilio error %d: the connector is in TEST mode, and then Twilio takes its own published test"
          + " numbers only; no money moved";

  /// Errors that Twilio raises before it asks the connector, so that no money can have moved. A
  /// code belongs here only when its page says so.
  ///
  /// @see <a href="https://www.twilio.com/docs/api/errors/64022">64022: not a test card</a>
  /// @see <a href="https://www.twilio.com/docs/api/errors/64023">64023: not a test bank account</a>
  private static final Map<Integer, String> BEFORE_THE_CONNECTOR =
      Map.of(64022, TEST_CARDS, 64023, TEST_CARDS);

  /// A connector's own status that agrees with a success. Another one, `PENDING` first of all, does
  /// not.
  ///
  /// @see <a href="https://docs.shuttleglobal.com/docs/shuttle-connector-reference">Shuttle: the
  ///   only vendor that documents the parameter</a>
  private static final Set<String> SUCCESSES =
      Set.of("SUCCESS", "SUCCESSFUL", "SUCCEEDED", "APPROVED");

  private static final String DECLINED = "DECLINED";

  private Proof() {}

  /// What Twilio's last word proves by itself.
  public static Verdict of(ConnectorKind kind, LastWord word) {
    final Optional<String> status = word.connectorStatus().map(s -> s.toUpperCase(Locale.ROOT));
    if (status.equals(Optional.of(DECLINED))) {
      return new Verdict.Declined(word.connectorError().orElse(DECLINED));
    }
    if (word.result() == PayResult.SUCCESS) {
      return status.isEmpty() || SUCCESSES.contains(status.get())
          ? new Verdict.Success()
          : new Verdict.Doubt(
              "the connector's own status of the payment is " + word.connectorStatus().get());
    }
    final Optional<String> error = word.connectorError();
    if (error.isPresent() && kind.declines().contains(error.get())) {
      return new Verdict.Declined(error.get());
    }
    final Optional<String> certain = word.payErrorCode().map(BEFORE_THE_CONNECTOR::get);
    if (error.isEmpty() && certain.isPresent()) {
      return new Verdict.NotPaid(certain.get().formatted(word.payErrorCode().get()));
    }
    return new Verdict.Doubt(word.text());
  }

  /// What the ledger proves, together with Twilio's last word as far as there is one.
  ///
  /// @param retriesOver whether [#RETRY_WINDOW] was over when the ledger was asked
  public static Verdict of(
      ConnectorKind kind, List<LedgerEntry> entries, Optional<LastWord> word, boolean retriesOver) {
    final Optional<Verdict> success =
        entries.stream().flatMap(entry -> success(entry).stream()).findFirst();
    if (success.isPresent()) {
      return success.get();
    }
    if (entries.isEmpty()) {
      return nothingRecorded(kind, word, retriesOver);
    }
    return entries.stream().allMatch(e -> e.status() == LedgerEntry.Status.REFUSED)
        ? new Verdict.Declined(entries.getLast().errorCode())
        : new Verdict.Doubt("the connector does not know yet how the payment ended");
  }

  private static Optional<Verdict> success(LedgerEntry entry) {
    return switch (entry.status()) {
      case CHARGED -> Optional.of(new Verdict.Charged(entry.id()));
      case TOKENIZED -> Optional.of(new Verdict.Tokenized(entry.id()));
      case PENDING, REFUSED, UNCLEAR -> Optional.empty();
    };
  }

  /// The connector has no entry: it was never asked, or it is going to be.
  private static Verdict nothingRecorded(
      ConnectorKind kind, Optional<LastWord> word, boolean retriesOver) {
    if (word.isEmpty()) {
      return new Verdict.Doubt("neither Twilio nor the connector has told how the payment ended");
    }
    final Verdict byTwilio = of(kind, word.get());
    if (!(byTwilio instanceof Verdict.Doubt)) {
      return byTwilio;
    }
    return word.get().result() == PayResult.SUCCESS || !retriesOver
        ? byTwilio
        : new Verdict.NotPaid(
            "Twilio gave up (%s) and never asked the connector".formatted(word.get().text()));
  }
}
