package dev.agentpay.payments;

import dev.agentpay.payments.values.PaymentSid;

/// What the answer to an instruction leads to.
final class OnAnswer {
  private static final int NOT_IN_PROGRESS = 21220;
  private static final int NOT_FOUND = 20404;
  private static final int REQUIRED_MISSING = 64019;
  private static final int INVALID_OPERATION = 64021;

  private OnAnswer() {}

  static void decide(DecisionBuilder turn, Input.Answered answered) {
    switch (answered.instruction()) {
      case Instruction.Create _ -> create(turn, answered);
      case Instruction.Capture _ -> capture(turn, answered);
      case Instruction.Complete _ -> complete(turn, answered);
      case Instruction.Cancel _ -> cancel(turn, answered);
      case Instruction.CancelOrphan _ -> note(turn, answered);
      case Instruction.AskLedger _ -> ledger(turn, answered.answer());
    }
  }

  /// A create that was never sent because the session was cancelled first leaves nothing to cancel.
  static void dropped(DecisionBuilder turn, Input.Dropped dropped) {
    if (dropped.instruction() instanceof Instruction.Create
        && turn.state() == SessionState.CANCELLING) {
      turn.record(new SessionEvent.SessionCancelled("cancelled before Twilio was asked"));
    }
  }

  private static void create(DecisionBuilder turn, Input.Answered answered) {
    note(turn, answered);
    switch (answered.answer()) {
      case Answer.Accepted accepted -> opened(turn, accepted.payment());
      case Answer.Refused refused when turn.now().payment().isEmpty() -> {
        // A repeated create that finds a Payment open may be finding its own: the callback tells.
        final boolean mayBeOurs = refused.code() == INVALID_OPERATION && answered.attempt() > 1;
        if (refused.code() == NOT_IN_PROGRESS && turn.state() == SessionState.OPENING) {
          turn.record(new SessionEvent.SessionAbandoned(why(refused)));
        } else if (!mayBeOurs) {
          notOpened(turn, why(refused));
        }
      }
      case Answer.NotSent notSent -> notOpened(turn, notSent.why());
      case Answer.TooMany _ -> notOpened(turn, "Twilio has too many requests");
      default -> {} // a callback may still show that it arrived, or the deadline ends it
    }
  }

  private static void opened(DecisionBuilder turn, PaymentSid payment) {
    if (turn.now().payment().isPresent()) {
      return; // its callback was quicker
    }
    switch (turn.state()) {
      case OPENING -> {
        turn.record(new SessionEvent.PaymentOpened(payment));
        turn.advance();
      }
      case CANCELLING -> turn.record(new SessionEvent.PaymentAdopted(payment));
      default -> turn.record(new SessionEvent.PaymentOrphaned(payment));
    }
  }

  private static void notOpened(DecisionBuilder turn, String why) {
    if (turn.state() == SessionState.OPENING) {
      turn.record(new SessionEvent.SessionFailed(why));
    } else if (turn.state() == SessionState.CANCELLING && turn.now().payment().isEmpty()) {
      turn.record(new SessionEvent.SessionCancelled(why));
    }
  }

  private static void capture(DecisionBuilder turn, Input.Answered answered) {
    note(turn, answered);
    if (turn.state() != SessionState.CAPTURING || turn.now().captureNumber() != answered.number()) {
      return; // another capture has taken its place
    }
    switch (answered.answer()) {
      case Answer.Refused refused -> {
        if (refused.code() == NOT_IN_PROGRESS) {
          turn.record(new SessionEvent.SessionAbandoned(why(refused)));
        } else if (isGone(refused)) {
          turn.record(new SessionEvent.SessionFailed(why(refused)));
        } else if (refused.code() != INVALID_OPERATION || answered.attempt() == 1) {
          turn.record(new SessionEvent.CaptureParked(why(refused)));
        }
      }
      case Answer.NotSent notSent -> turn.record(new SessionEvent.CaptureParked(notSent.why()));
      case Answer.TooMany _ ->
          turn.record(new SessionEvent.CaptureParked("Twilio has too many requests"));
      case Answer.NoAnswer none -> {
        if (!turn.now().captureConfirmed()) {
          turn.record(new SessionEvent.CaptureParked(none.why()));
        }
      }
      default -> {}
    }
  }

  private static void complete(DecisionBuilder turn, Input.Answered answered) {
    note(turn, answered);
    if (!turn.state().mayHaveCharged() || !(answered.answer() instanceof Answer.Refused refused)) {
      return; // without a refusal only the result, the ledger or the deadline tells
    }
    if (turn.state() == SessionState.UNCONFIRMED) {
      if (answered.attempt() == 1) {
        // The only complete there was did not happen: no doubt is left.
        turn.record(new SessionEvent.SessionFailed(why(refused)));
      }
      return;
    }
    if (refused.code() == REQUIRED_MISSING) {
      turn.now()
          .nextField()
          .ifPresentOrElse(
              missing -> turn.record(new SessionEvent.CaptureRequested(missing, 1)),
              () -> turn.record(new SessionEvent.CaptureParked(why(refused))));
    } else if (answered.attempt() > 1 && (isGone(refused) || refused.code() == INVALID_OPERATION)) {
      turn.doubt("a repeated submit was refused: " + why(refused));
    } else {
      turn.record(new SessionEvent.SessionFailed(why(refused)));
    }
  }

  private static void cancel(DecisionBuilder turn, Input.Answered answered) {
    note(turn, answered);
    if (turn.state() != SessionState.CANCELLING) {
      return;
    }
    switch (answered.answer()) {
      case Answer.Accepted _ -> turn.record(new SessionEvent.SessionCancelled("cancelled"));
      // There is nothing left to cancel: the Payment or its call is gone.
      case Answer.Refused refused -> turn.record(new SessionEvent.SessionCancelled(why(refused)));
      default -> {} // the deadline ends it
    }
  }

  private static void ledger(DecisionBuilder turn, Answer answer) {
    if (!turn.state().mayHaveCharged() || !(answer instanceof Answer.Ledger ledger)) {
      return; // asked again later
    }
    for (LedgerEntry entry : ledger.entries()) {
      if (entry.status() == LedgerEntry.Status.CHARGED) {
        turn.record(new SessionEvent.SessionPaid(entry.id()));
        return;
      }
      if (entry.status() == LedgerEntry.Status.TOKENIZED) {
        turn.record(new SessionEvent.SessionTokenized(entry.id(), java.util.Optional.empty()));
        return;
      }
    }
    final boolean allRefused =
        !ledger.entries().isEmpty()
            && ledger.entries().stream().allMatch(e -> e.status() == LedgerEntry.Status.REFUSED);
    if (allRefused) {
      final LedgerEntry last = ledger.entries().getLast();
      turn.record(
          new SessionEvent.SessionDeclined(
              new PaymentStatus.Reason(
                  java.util.Optional.empty(),
                  java.util.Optional.empty(),
                  java.util.Optional.of(last.errorCode()))));
    }
  }

  private static void note(DecisionBuilder turn, Input.Answered answered) {
    turn.record(
        switch (answered.answer()) {
          case Answer.Accepted _ -> new SessionEvent.InstructionAccepted(answered.number());
          case Answer.Refused refused ->
              new SessionEvent.InstructionFailed(
                  answered.number(), answered.attempt() == 1, why(refused));
          case Answer.TooMany _ ->
              new SessionEvent.InstructionFailed(
                  answered.number(), answered.attempt() == 1, "too many requests");
          case Answer.NotSent notSent ->
              new SessionEvent.InstructionFailed(
                  answered.number(), answered.attempt() == 1, notSent.why());
          case Answer.NoAnswer none ->
              new SessionEvent.InstructionFailed(answered.number(), false, none.why());
          case Answer.Ledger _, Answer.NoLedger _ ->
              throw new IllegalArgumentException("Twilio does not answer with a ledger");
        });
  }

  private static boolean isGone(Answer.Refused refused) {
    return refused.httpStatus() == 404
        || refused.code() == NOT_FOUND
        || refused.code() == NOT_IN_PROGRESS;
  }

  private static String why(Answer.Refused refused) {
    return refused.code() == 0
        ? "Twilio answered HTTP " + refused.httpStatus()
        : "Twilio %d: %s".formatted(refused.code(), refused.message());
  }
}
