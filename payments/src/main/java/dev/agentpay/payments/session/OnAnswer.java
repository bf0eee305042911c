package dev.agentpay.payments.session;

import dev.agentpay.payments.values.PaymentSid;

/// Decides what the answer to an instruction changes.
final class OnAnswer {
  private static final int REQUIRED_MISSING = 64019;

  private OnAnswer() {}

  /// @param deadlines say whether Twilio had stopped retrying when the ledger was asked
  static void decide(DecisionBuilder builder, Input.Answered answered, Deadlines deadlines) {
    switch (answered.instruction()) {
      case Instruction.Create _ -> create(builder, answered);
      case Instruction.Capture _ -> capture(builder, answered);
      case Instruction.Discard _ -> recordAnswer(builder, answered);
      case Instruction.Complete _ -> complete(builder, answered);
      case Instruction.Cancel _ -> cancel(builder, answered);
      case Instruction.CancelOrphan _ -> recordAnswer(builder, answered);
      case Instruction.AskLedger _ ->
          OnResult.fromLedger(
              builder,
              answered.answer(),
              deadlines.retriesWereOver(builder.session(), answered.number()));
    }
  }

  /// Handles an instruction that was no longer needed and not sent.
  static void dropped(DecisionBuilder builder, Input.Dropped dropped) {
    if (!dropped.attempt().isOnly()) {
      return; // an earlier attempt may have reached Twilio
    }
    if (dropped.instruction() instanceof Instruction.Create) {
      handleNotOpened(builder, "cancelled before Twilio was asked");
    } else if (dropped.instruction() instanceof Instruction.Complete) {
      neverSubmitted(builder, "the submit never reached Twilio");
    }
  }

  private static void create(DecisionBuilder builder, Input.Answered answered) {
    recordAnswer(builder, answered);
    switch (answered.answer()) {
      case Answer.Accepted accepted -> opened(builder, accepted.payment());
      case Answer.Refused refused when builder.session().payment().isEmpty() -> {
        // A repeated create may be refused because the first one opened a Payment. The callback
        // will show that.
        final boolean mayBeFirstAttempt =
            refused.isInvalidOperation() && !answered.attempt().isOnly();
        if (refused.isCallOver() && builder.state() == SessionState.OPENING) {
          builder.record(new SessionEvent.SessionAbandoned(refused.why()));
        } else if (!mayBeFirstAttempt) {
          handleNotOpened(builder, refused.why());
        }
      }
      case Answer.NotSent notSent when answered.attempt().isOnly() ->
          handleNotOpened(builder, notSent.why());
      case Answer.RateLimited _ when answered.attempt().isOnly() ->
          handleNotOpened(builder, "Twilio limits the request rate");
      default -> {} // wait for a callback or the deadline
    }
  }

  private static void opened(DecisionBuilder builder, PaymentSid payment) {
    if (builder.session().payment().isPresent()) {
      return; // its callback arrived before the answer
    }
    switch (builder.state()) {
      case OPENING -> {
        builder.record(new SessionEvent.PaymentOpened(payment));
        builder.advance();
      }
      case CANCELLING -> builder.record(new SessionEvent.PaymentAdopted(payment));
      default -> builder.record(new SessionEvent.PaymentOrphaned(payment));
    }
  }

  private static void handleNotOpened(DecisionBuilder builder, String why) {
    if (builder.state() == SessionState.OPENING) {
      builder.record(new SessionEvent.SessionFailed(why));
    } else if (builder.state() == SessionState.CANCELLING
        && builder.session().payment().isEmpty()) {
      builder.record(new SessionEvent.SessionCancelled(why));
    }
  }

  private static void capture(DecisionBuilder builder, Input.Answered answered) {
    recordAnswer(builder, answered);
    if (builder.state() != SessionState.CAPTURING
        || builder.session().captureNumber() != answered.number()) {
      return; // another capture has replaced it
    }
    switch (answered.answer()) {
      case Answer.Accepted _ -> OnStatus.applyEarlyStatus(builder);
      case Answer.Refused refused -> captureRefused(builder, refused, answered.attempt());
      case Answer.NotSent notSent when answered.attempt() != Input.Attempt.LATE ->
          builder.record(new SessionEvent.CaptureParked(notSent.why()));
      case Answer.RateLimited _ when answered.attempt() != Input.Attempt.LATE ->
          builder.record(new SessionEvent.CaptureParked("Twilio limits the request rate"));
      case Answer.NoAnswer none when answered.attempt() != Input.Attempt.LATE -> {
        if (!builder.session().captureConfirmed() && !OnStatus.applyEarlyStatus(builder)) {
          builder.record(new SessionEvent.CaptureParked(none.why()));
        }
      }
      default -> {}
    }
  }

  private static void captureRefused(
      DecisionBuilder builder, Answer.Refused refused, Input.Attempt attempt) {
    if (refused.isCallOver()) {
      builder.record(new SessionEvent.SessionAbandoned(refused.why()));
    } else if (refused.isGone()) {
      builder.record(new SessionEvent.SessionFailed(refused.why()));
    } else if (attempt.isOnly()) {
      builder.record(new SessionEvent.CaptureParked(refused.why()));
    } else if (!builder.session().captureConfirmed()
        && !OnStatus.applyEarlyStatus(builder)
        && !refused.isInvalidOperation()
        && attempt != Input.Attempt.LATE) {
      builder.record(new SessionEvent.CaptureParked(refused.why()));
    }
  }

  private static void complete(DecisionBuilder builder, Input.Answered answered) {
    recordAnswer(builder, answered);
    if (!builder.state().mayHaveCharged()) {
      return;
    }
    switch (answered.answer()) {
      case Answer.Refused refused when !answered.attempt().isOnly() -> {
        if (builder.state() == SessionState.COMPLETING) {
          builder.markUnconfirmed("a repeated submit was refused: " + refused.why());
        }
      }
      case Answer.Refused refused
          when refused.code() == REQUIRED_MISSING
              && builder.state() == SessionState.COMPLETING
              && builder.session().lastWord().isEmpty() ->
          builder
              .session()
              .nextField()
              .ifPresentOrElse(
                  missing -> builder.record(new SessionEvent.CaptureRequested(missing, 1)),
                  () -> builder.record(new SessionEvent.CaptureParked(refused.why())));
      case Answer.Refused refused when refused.leavesNothingToCancel() ->
          builder.record(new SessionEvent.SessionFailed(refused.why()));
      case Answer.Refused refused -> neverSubmitted(builder, refused.why());
      case Answer.NotSent notSent when answered.attempt().isOnly() ->
          neverSubmitted(builder, "the submit never reached Twilio: " + notSent.why());
      case Answer.RateLimited _ when answered.attempt().isOnly() ->
          neverSubmitted(builder, "Twilio refused the submit because of its rate limit");
      default -> {} // wait for the result, the ledger or the deadline
    }
  }

  /// Ends the session as not paid, because no submit had any effect.
  private static void neverSubmitted(DecisionBuilder builder, String why) {
    if (builder.state().mayHaveCharged()) {
      builder.endUnpaid(new SessionEvent.SessionFailed(why));
    }
  }

  private static void cancel(DecisionBuilder builder, Input.Answered answered) {
    recordAnswer(builder, answered);
    if (builder.state() != SessionState.CANCELLING) {
      return;
    }
    switch (answered.answer()) {
      case Answer.Accepted _ -> builder.record(new SessionEvent.SessionCancelled("cancelled"));
      case Answer.Refused refused when refused.leavesNothingToCancel() ->
          builder.record(new SessionEvent.SessionCancelled(refused.why()));
      default -> {} // wait until the call ends
    }
  }

  private static void recordAnswer(DecisionBuilder builder, Input.Answered answered) {
    final boolean certain = answered.attempt().isOnly();
    builder.record(
        switch (answered.answer()) {
          case Answer.Accepted _ -> new SessionEvent.InstructionAccepted(answered.number());
          case Answer.Refused refused ->
              new SessionEvent.InstructionFailed(answered.number(), certain, refused.why());
          case Answer.RateLimited _ ->
              new SessionEvent.InstructionFailed(
                  answered.number(), certain, "Twilio limits the request rate");
          case Answer.NotSent notSent ->
              new SessionEvent.InstructionFailed(answered.number(), certain, notSent.why());
          case Answer.NoAnswer none ->
              new SessionEvent.InstructionFailed(answered.number(), false, none.why());
          case Answer.Ledger _, Answer.NoLedger _ ->
              throw new IllegalArgumentException("Twilio does not answer with a ledger");
        });
  }
}
