package dev.agentpay.payments.session;

import dev.agentpay.payments.proof.LastWord;
import dev.agentpay.payments.proof.Proof;
import dev.agentpay.payments.proof.Verdict;
import dev.agentpay.payments.values.PayResult;
import java.util.Optional;
import java.util.Set;

/// How a session ends once it is known, or not known, what became of the money. [Proof] judges;
/// here the verdict becomes an event.
final class Settling {
  /// The customer hung up, or ended it on the keypad.
  private static final Set<PayResult> LEAVES =
      Set.of(PayResult.CALLER_HUNG_UP, PayResult.CALLER_INTERRUPTED_WITH_STAR);

  private Settling() {}

  /// Twilio has told its last word.
  static void byTwilio(DecisionBuilder turn, PaymentStatus status) {
    final LastWord word = status.lastWord(turn.at()).orElseThrow();
    final Verdict verdict = Proof.of(turn.kind(), word);
    if (verdict instanceof Verdict.Success) {
      succeeded(turn, status);
    } else if (turn.state().mayHaveCharged()) {
      afterSubmit(turn, verdict);
    } else {
      beforeSubmit(turn, word, verdict);
    }
  }

  /// For a connector with a ledger an end that is not a success is checked there before anybody is
  /// told of it.
  private static void afterSubmit(DecisionBuilder turn, Verdict verdict) {
    if (turn.kind().hasLedger()) {
      turn.askLedger();
    } else {
      conclude(turn, verdict);
    }
  }

  /// Nobody has asked for money yet: unless Twilio says that some may have moved all the same, none
  /// has.
  private static void beforeSubmit(DecisionBuilder turn, LastWord word, Verdict verdict) {
    final boolean wasCancelled =
        turn.state() == SessionState.CANCELLING || word.result() == PayResult.TRANSACTION_CANCELLED;
    if (word.result() == PayResult.SUCCESS) {
      unaskedSuccess(turn, word, verdict);
    } else if (wasCancelled) {
      turn.record(new SessionEvent.SessionCancelled(word.result().wire()));
    } else if (LEAVES.contains(word.result())) {
      turn.record(new SessionEvent.SessionAbandoned(word.result().wire()));
    } else {
      turn.record(new SessionEvent.SessionFailed(word.text()));
    }
  }

  /// A success that the connector's own status contradicts.
  private static void unaskedSuccess(DecisionBuilder turn, LastWord word, Verdict verdict) {
    if (verdict instanceof Verdict.Declined && !turn.kind().hasLedger()) {
      conclude(turn, verdict);
    } else {
      turn.doubt(word.text());
    }
  }

  private static void succeeded(DecisionBuilder turn, PaymentStatus status) {
    if (turn.now().request().amount().isPresent()) {
      turn.record(new SessionEvent.SessionPaid(status.confirmationCode().orElse("")));
    } else {
      // Some connectors tell the reusable token as the profile only.
      final String token = status.token().or(status::profile).orElse("");
      turn.record(new SessionEvent.SessionTokenized(token, status.profile()));
    }
  }

  /// The ledger has answered, or cannot.
  ///
  /// @param retriesOver see [Proof]
  static void byLedger(DecisionBuilder turn, Answer answer, boolean retriesOver) {
    if (!turn.state().mayHaveCharged()) {
      return;
    }
    final Optional<LastWord> word = turn.now().lastWord();
    switch (answer) {
      case Answer.Ledger ledger ->
          conclude(turn, Proof.of(turn.kind(), ledger.entries(), word, retriesOver));
      case Answer.NoLedger _ -> word.ifPresent(w -> conclude(turn, Proof.of(turn.kind(), w)));
      default -> {
        if (turn.state() == SessionState.COMPLETING && word.isPresent()) {
          conclude(
              turn,
              new Verdict.Doubt(word.get().text() + "; the connector cannot be asked at present"));
        }
      }
    }
  }

  /// What a verdict after the submit leads to. Doubt changes nothing when there is doubt already;
  /// the ledger is asked again as [Deadlines] say.
  private static void conclude(DecisionBuilder turn, Verdict verdict) {
    switch (verdict) {
      case Verdict.Charged charged -> turn.record(new SessionEvent.SessionPaid(charged.id()));
      case Verdict.Tokenized made ->
          turn.record(new SessionEvent.SessionTokenized(made.token(), Optional.empty()));
      case Verdict.Declined declined ->
          turn.record(new SessionEvent.SessionDeclined(reason(turn.now(), declined.code())));
      case Verdict.NotPaid not -> turn.notPaid(new SessionEvent.SessionFailed(not.why()));
      case Verdict.Doubt doubt -> {
        if (turn.state() == SessionState.COMPLETING) {
          turn.record(new SessionEvent.SessionUnconfirmed(doubt.why()));
        }
      }
      case Verdict.Success _ -> {} // its callback has ended the session
    }
  }

  /// The code of a refusal, with Twilio's text unless that is about another one.
  private static PaymentStatus.Reason reason(PaySession now, String code) {
    final Optional<LastWord> same =
        now.lastWord().filter(word -> word.connectorError().map(code::equals).orElse(true));
    return new PaymentStatus.Reason(
        same.flatMap(LastWord::payErrorCode),
        same.flatMap(LastWord::paymentError),
        Optional.of(code).filter(c -> !c.isEmpty()));
  }
}
