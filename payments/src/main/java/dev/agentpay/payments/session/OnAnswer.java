package dev.agentpay.payments.session;

import dev.agentpay.payments.values.PaymentSid;

/// What the answer to an instruction leads to.
final class OnAnswer {
  private static final int REQUIRED_MISSING = 64019;

  private OnAnswer() {}

  /// @param deadlines tell whether Twilio asked the connector no more when the ledger was asked
  static void decide(DecisionBuilder turn, Input.Answered answered, Deadlines deadlines) {
    switch (answered.instruction()) {
      case Instruction.Create _ -> create(turn, answered);
      case Instruction.Capture _ -> capture(turn, answered);
      case Instruction.Complete _ -> complete(turn, answered);
      case Instruction.Cancel _ -> cancel(turn, answered);
      case Instruction.CancelOrphan _ -> note(turn, answered);
      case Instruction.AskLedger _ ->
          Settling.byLedger(
              turn, answered.answer(), deadlines.retriesWereOver(turn.now(), answered.number()));
    }
  }

  /// What follows from an instruction that nothing needs any more.
  static void dropped(DecisionBuilder turn, Input.Dropped dropped) {
    if (!dropped.attempt().isOnly()) {
      return; // an attempt before may have arrived
    }
    if (dropped.instruction() instanceof Instruction.Create) {
      notOpened(turn, "cancelled before Twilio was asked");
    } else if (dropped.instruction() instanceof Instruction.Complete) {
      neverSubmitted(turn, "the submit never reached Twilio");
    }
  }

  private static void create(DecisionBuilder turn, Input.Answered answered) {
    note(turn, answered);
    switch (answered.answer()) {
      case Answer.Accepted accepted -> opened(turn, accepted.payment());
      case Answer.Refused refused when turn.now().payment().isEmpty() -> {
        // A repeated create that finds a Payment open may be finding its own: the callback tells.
        final boolean mayBeOurs = refused.isInvalidOperation() && !answered.attempt().isOnly();
        if (refused.isCallOver() && turn.state() == SessionState.OPENING) {
          turn.record(new SessionEvent.SessionAbandoned(refused.why()));
        } else if (!mayBeOurs) {
          notOpened(turn, refused.why());
        }
      }
      case Answer.NotSent notSent when answered.attempt().isOnly() ->
          notOpened(turn, notSent.why());
      case Answer.TooMany _ when answered.attempt().isOnly() ->
          notOpened(turn, "Twilio has too many requests");
      default -> {} // a callback may still show that it arrived, or the deadline cancels it
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
      case Answer.Accepted _ -> OnStatus.weighEarly(turn);
      case Answer.Refused refused -> captureRefused(turn, refused, answered.attempt());
      case Answer.NotSent notSent when answered.attempt() != Input.Attempt.LATE ->
          turn.record(new SessionEvent.CaptureParked(notSent.why()));
      case Answer.TooMany _ when answered.attempt() != Input.Attempt.LATE ->
          turn.record(new SessionEvent.CaptureParked("Twilio has too many requests"));
      case Answer.NoAnswer none when answered.attempt() != Input.Attempt.LATE -> {
        if (!turn.now().captureConfirmed() && !OnStatus.weighEarly(turn)) {
          turn.record(new SessionEvent.CaptureParked(none.why()));
        }
      }
      default -> {}
    }
  }

  private static void captureRefused(
      DecisionBuilder turn, Answer.Refused refused, Input.Attempt attempt) {
    if (refused.isCallOver()) {
      turn.record(new SessionEvent.SessionAbandoned(refused.why()));
    } else if (refused.isGone()) {
      turn.record(new SessionEvent.SessionFailed(refused.why()));
    } else if (attempt.isOnly()) {
      turn.record(new SessionEvent.CaptureParked(refused.why()));
    } else if (!turn.now().captureConfirmed()
        && !OnStatus.weighEarly(turn)
        && !refused.isInvalidOperation()
        && attempt != Input.Attempt.LATE) {
      turn.record(new SessionEvent.CaptureParked(refused.why()));
    }
  }

  private static void complete(DecisionBuilder turn, Input.Answered answered) {
    note(turn, answered);
    if (!turn.state().mayHaveCharged()) {
      return;
    }
    switch (answered.answer()) {
      case Answer.Refused refused when !answered.attempt().isOnly() -> {
        if (turn.state() == SessionState.COMPLETING) {
          turn.doubt("a repeated submit was refused: " + refused.why());
        }
      }
      case Answer.Refused refused
          when refused.code() == REQUIRED_MISSING
              && turn.state() == SessionState.COMPLETING
              && turn.now().lastWord().isEmpty() ->
          turn.now()
              .nextField()
              .ifPresentOrElse(
                  missing -> turn.record(new SessionEvent.CaptureRequested(missing, 1)),
                  () -> turn.record(new SessionEvent.CaptureParked(refused.why())));
      case Answer.Refused refused when refused.leavesNothingToCancel() ->
          turn.record(new SessionEvent.SessionFailed(refused.why()));
      case Answer.Refused refused -> neverSubmitted(turn, refused.why());
      case Answer.NotSent notSent when answered.attempt().isOnly() ->
          neverSubmitted(turn, "the submit never reached Twilio: " + notSent.why());
      case Answer.TooMany _ when answered.attempt().isOnly() ->
          neverSubmitted(turn, "the submit was not taken: Twilio has too many requests");
      default -> {} // only the result, the ledger or the deadline tells
    }
  }

  /// Every submit that there was surely came to nothing: no doubt is left.
  private static void neverSubmitted(DecisionBuilder turn, String why) {
    if (turn.state().mayHaveCharged()) {
      turn.notPaid(new SessionEvent.SessionFailed(why));
    }
  }

  private static void cancel(DecisionBuilder turn, Input.Answered answered) {
    note(turn, answered);
    if (turn.state() != SessionState.CANCELLING) {
      return;
    }
    switch (answered.answer()) {
      case Answer.Accepted _ -> turn.record(new SessionEvent.SessionCancelled("cancelled"));
      case Answer.Refused refused when refused.leavesNothingToCancel() ->
          turn.record(new SessionEvent.SessionCancelled(refused.why()));
      default -> {} // the end of the call cancels it
    }
  }

  private static void note(DecisionBuilder turn, Input.Answered answered) {
    final boolean certain = answered.attempt().isOnly();
    turn.record(
        switch (answered.answer()) {
          case Answer.Accepted _ -> new SessionEvent.InstructionAccepted(answered.number());
          case Answer.Refused refused ->
              new SessionEvent.InstructionFailed(answered.number(), certain, refused.why());
          case Answer.TooMany _ ->
              new SessionEvent.InstructionFailed(answered.number(), certain, "too many requests");
          case Answer.NotSent notSent ->
              new SessionEvent.InstructionFailed(answered.number(), certain, notSent.why());
          case Answer.NoAnswer none ->
              new SessionEvent.InstructionFailed(answered.number(), false, none.why());
          case Answer.Ledger _, Answer.NoLedger _ ->
              throw new IllegalArgumentException("Twilio does not answer with a ledger");
        });
  }
}
