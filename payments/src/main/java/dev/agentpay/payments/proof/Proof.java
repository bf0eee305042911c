package dev.agentpay.payments.proof;

import dev.agentpay.payments.values.PayResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides what proves that money moved and what proves that it did not. Everything else is doubt.
/// Pure code.
///
/// Money moved (or a token was created) if the ledger says so, or if Twilio reports a success and
/// the connector's own status does not contradict it.
///
/// No money moved if one of these is true:
/// - the ledger says that every attempt was declined;
/// - the ledger is empty, and Twilio has reported the end of the Payment and has stopped retrying;
/// - the connector's error is a known decline of this kind of connector;
/// - Twilio raises its error before it calls the connector;
/// - the submit was refused, and no earlier attempt may have reached Twilio (see `OnAnswer`).
public final class Proof {
  /// How long Twilio may retry its request to a connector that does not answer: six attempts of 10
  /// s each.
  ///
  /// @see <a href="https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector">Twilio:
  ///   Generic Pay Connector</a>
  public static final Duration RETRY_WINDOW = Duration.ofSeconds(60);

  private static final String TEST_CARDS =
      "Twilio error %d: the connector is in TEST mode, which accepts only Twilio's published test"
          + " numbers; no money moved";

  /// Errors that Twilio raises before it calls the connector, so no money can have moved. Add a
  /// code only if its documentation says so.
  ///
  /// @see <a href="https://www.twilio.com/docs/api/errors/64022">64022: not a test card</a>
  /// @see <a href="https://www.twilio.com/docs/api/errors/64023">64023: not a test bank account</a>
  private static final Map<Integer, String> BEFORE_THE_CONNECTOR =
      Map.of(64022, TEST_CARDS, 64023, TEST_CARDS);

  /// Connector statuses that confirm a success. Others, such as `PENDING`, do not.
  ///
  /// @see <a href="https://docs.shuttleglobal.com/docs/shuttle-connector-reference">Shuttle: the
  ///   only vendor that documents the parameter</a>
  private static final Set<String> SUCCESSES =
      Set.of("SUCCESS", "SUCCESSFUL", "SUCCEEDED", "APPROVED");

  private static final String DECLINED = "DECLINED";

  private Proof() {}

  /// Decides what the result that Twilio reported proves on its own.
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

  /// Decides what the ledger proves, together with the result that Twilio reported, if any.
  ///
  /// @param retriesOver whether [#RETRY_WINDOW] had passed when the ledger was asked
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
        : new Verdict.Doubt("the connector's ledger does not show yet how the payment ended");
  }

  private static Optional<Verdict> success(LedgerEntry entry) {
    return switch (entry.status()) {
      case CHARGED -> Optional.of(new Verdict.Charged(entry.id()));
      case TOKENIZED -> Optional.of(new Verdict.Tokenized(entry.id()));
      case PENDING, REFUSED, UNCLEAR -> Optional.empty();
    };
  }

  /// Handles an empty ledger: Twilio never called the connector, or still may.
  private static Verdict nothingRecorded(
      ConnectorKind kind, Optional<LastWord> word, boolean retriesOver) {
    if (word.isEmpty()) {
      return new Verdict.Doubt(
          "neither Twilio nor the connector's ledger shows how the payment ended");
    }
    final Verdict byTwilio = of(kind, word.get());
    if (!(byTwilio instanceof Verdict.Doubt)) {
      return byTwilio;
    }
    return word.get().result() == PayResult.SUCCESS || !retriesOver
        ? byTwilio
        : new Verdict.NotPaid(
            "Twilio ended the Payment (%s) and never called the connector"
                .formatted(word.get().text()));
  }
}
