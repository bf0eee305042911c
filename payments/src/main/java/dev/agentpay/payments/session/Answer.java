package dev.agentpay.payments.session;

import dev.agentpay.payments.proof.LedgerEntry;
import dev.agentpay.payments.values.PaymentSid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What became of one attempt at an instruction.
public sealed interface Answer {
  /// Twilio took it.
  ///
  /// @param payment the Payment it is about
  record Accepted(PaymentSid payment) implements Answer {}

  /// Twilio refused it: it did not happen, unless an earlier attempt at it did.
  ///
  /// @param httpStatus such as 400
  /// @param code Twilio's error code, 0 when it gave none
  record Refused(int httpStatus, int code, String message) implements Answer {
    private static final int CALL_OVER = 21220;
    private static final int NOT_FOUND = 20404;
    private static final int INVALID_OPERATION = 64021;

    /// Whether it says that the call is over.
    boolean isCallOver() {
      return code == CALL_OVER;
    }

    /// Whether Twilio says that the Payment or its call does not exist (any more). A bare 404 is
    /// not Twilio's, but a proxy's.
    boolean isGone() {
      return code == NOT_FOUND || isCallOver();
    }

    /// Whether it says that the Payment does not allow the operation: it has ended, or another is
    /// open on the call.
    boolean isInvalidOperation() {
      return code == INVALID_OPERATION;
    }

    /// Whether a cancel that is answered with this needs no repetition. Any other refusal (wrong
    /// credentials, a conflict) says nothing about the Payment.
    public boolean leavesNothingToCancel() {
      return isGone() || isInvalidOperation();
    }

    /// What was answered, for people.
    String why() {
      return code == 0
          ? "Twilio answered HTTP " + httpStatus
          : "Twilio %d: %s".formatted(code, message);
    }
  }

  /// Twilio wants fewer requests (429): it did not happen; try again, not before `pause` is over.
  record TooMany(Optional<Duration> pause) implements Answer {}

  /// The request did not leave us (no connection): it did not happen; try again.
  record NotSent(String why) implements Answer {}

  /// The request left and no usable answer came (time-out, 5xx): it may have happened.
  record NoAnswer(String why) implements Answer {}

  /// The ledger's answer, newest entry last; empty when nothing of this session has reached it.
  record Ledger(List<LedgerEntry> entries) implements Answer {
    public Ledger {
      entries = List.copyOf(entries);
    }
  }

  /// There is no ledger to ask: the session's connector is hosted by Twilio.
  record NoLedger() implements Answer {}
}
