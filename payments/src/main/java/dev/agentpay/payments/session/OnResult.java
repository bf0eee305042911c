package dev.agentpay.payments.session;

import dev.agentpay.payments.proof.LastWord;
import dev.agentpay.payments.proof.Proof;
import dev.agentpay.payments.proof.Verdict;
import dev.agentpay.payments.values.PayResult;
import java.util.Optional;
import java.util.Set;

/// Decides how a session ends when Twilio or the ledger reports the result. [Proof] decides what
/// the report proves; this class turns the verdict into events.
final class OnResult {
  /// Results that mean that the customer left: hung up, or pressed `*`.
  private static final Set<PayResult> CUSTOMER_LEFT =
      Set.of(PayResult.CALLER_HUNG_UP, PayResult.CALLER_INTERRUPTED_WITH_STAR);

  private OnResult() {}

  /// Handles the final callback of a Payment.
  static void fromTwilio(DecisionBuilder builder, PaymentStatus status) {
    final LastWord word = status.lastWord(builder.at()).orElseThrow();
    final Verdict verdict = Proof.of(builder.kind(), word);
    if (verdict instanceof Verdict.Success) {
      succeeded(builder, status);
    } else if (builder.state().mayHaveCharged()) {
      afterSubmit(builder, verdict);
    } else {
      beforeSubmit(builder, word, verdict);
    }
  }

  /// If the connector has a ledger, a result other than success is checked there first.
  private static void afterSubmit(DecisionBuilder builder, Verdict verdict) {
    if (builder.kind().hasLedger()) {
      builder.askLedger();
    } else {
      applyVerdict(builder, verdict);
    }
  }

  /// The payment was not submitted, so no money has moved unless Twilio reports a success.
  private static void beforeSubmit(DecisionBuilder builder, LastWord word, Verdict verdict) {
    final boolean wasCancelled =
        builder.state() == SessionState.CANCELLING
            || word.result() == PayResult.TRANSACTION_CANCELLED;
    if (word.result() == PayResult.SUCCESS) {
      contradictedSuccess(builder, word, verdict);
    } else if (wasCancelled) {
      builder.record(new SessionEvent.SessionCancelled(word.result().wire()));
    } else if (CUSTOMER_LEFT.contains(word.result())) {
      builder.record(new SessionEvent.SessionAbandoned(word.result().wire()));
    } else {
      builder.record(new SessionEvent.SessionFailed(word.text()));
    }
  }

  /// Handles a success that the connector's own status contradicts.
  private static void contradictedSuccess(DecisionBuilder builder, LastWord word, Verdict verdict) {
    if (verdict instanceof Verdict.Declined && !builder.kind().hasLedger()) {
      applyVerdict(builder, verdict);
    } else {
      builder.markUnconfirmed(word.text());
    }
  }

  private static void succeeded(DecisionBuilder builder, PaymentStatus status) {
    if (builder.session().request().amount().isPresent()) {
      builder.record(new SessionEvent.SessionPaid(status.confirmationCode().orElse("")));
    } else {
      // Some connectors send the reusable token only as the profile.
      final String token = status.token().or(status::profile).orElse("");
      builder.record(new SessionEvent.SessionTokenized(token, status.profile()));
    }
  }

  /// Handles the ledger's answer, or the lack of one.
  ///
  /// @param retriesOver see [Proof]
  static void fromLedger(DecisionBuilder builder, Answer answer, boolean retriesOver) {
    if (!builder.state().mayHaveCharged()) {
      return;
    }
    final Optional<LastWord> word = builder.session().lastWord();
    switch (answer) {
      case Answer.Ledger ledger ->
          applyVerdict(builder, Proof.of(builder.kind(), ledger.entries(), word, retriesOver));
      case Answer.NoLedger _ ->
          word.ifPresent(w -> applyVerdict(builder, Proof.of(builder.kind(), w)));
      default -> {
        if (builder.state() == SessionState.COMPLETING && word.isPresent()) {
          applyVerdict(
              builder,
              new Verdict.Doubt(
                  word.get().text() + "; the connector's ledger is not available at the moment"));
        }
      }
    }
  }

  /// Applies a verdict after the submit. If the session is already unconfirmed, doubt changes
  /// nothing; [Deadlines] say when the ledger is asked again.
  private static void applyVerdict(DecisionBuilder builder, Verdict verdict) {
    switch (verdict) {
      case Verdict.Charged charged -> builder.record(new SessionEvent.SessionPaid(charged.id()));
      case Verdict.Tokenized made ->
          builder.record(new SessionEvent.SessionTokenized(made.token(), Optional.empty()));
      case Verdict.Declined declined ->
          builder.record(
              new SessionEvent.SessionDeclined(reason(builder.session(), declined.code())));
      case Verdict.NotPaid not -> builder.endUnpaid(new SessionEvent.SessionFailed(not.why()));
      case Verdict.Doubt doubt -> {
        if (builder.state() == SessionState.COMPLETING) {
          builder.record(new SessionEvent.SessionUnconfirmed(doubt.why()));
        }
      }
      case Verdict.Success _ -> {} // the callback has already ended the session
    }
  }

  /// Combines the code of a decline with Twilio's text. Omits the text if it belongs to another
  /// code.
  private static PaymentStatus.Reason reason(PaySession session, String code) {
    final Optional<LastWord> same =
        session.lastWord().filter(word -> word.connectorError().map(code::equals).orElse(true));
    return new PaymentStatus.Reason(
        same.flatMap(LastWord::payErrorCode),
        same.flatMap(LastWord::paymentError),
        Optional.of(code).filter(c -> !c.isEmpty()));
  }
}
