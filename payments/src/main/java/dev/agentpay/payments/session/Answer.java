package dev.agentpay.payments.session;

import dev.agentpay.payments.proof.LedgerEntry;
import dev.agentpay.payments.values.PaymentSid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Result of one attempt at an instruction.
public sealed interface Answer {
  /// Twilio accepted the request.
  ///
  /// @param payment the Payment that the request created or changed
  record Accepted(PaymentSid payment) implements Answer {}

  /// Twilio refused the request. It had no effect, unless an earlier attempt had one.
  ///
  /// @param httpStatus for example 400
  /// @param code Twilio's error code; 0 if there is none
  record Refused(int httpStatus, int code, String message) implements Answer {
    private static final int CALL_OVER = 21220;
    private static final int NOT_FOUND = 20404;
    private static final int INVALID_OPERATION = 64021;

    /// Whether Twilio says that the call has ended.
    boolean isCallOver() {
      return code == CALL_OVER;
    }

    /// Whether Twilio says that the Payment or its call does not exist or no longer exists. A 404
    /// without Twilio's error code comes from a proxy, so it does not count.
    boolean isGone() {
      return code == NOT_FOUND || isCallOver();
    }

    /// Whether Twilio says that the Payment does not allow the operation: the Payment has ended, or
    /// another Payment is open on the call.
    boolean isInvalidOperation() {
      return code == INVALID_OPERATION;
    }

    /// Whether a cancel with this answer need not be retried. Any other refusal (wrong credentials,
    /// a conflict) says nothing about the Payment.
    public boolean leavesNothingToCancel() {
      return isGone() || isInvalidOperation();
    }

    /// Returns a text for people.
    String why() {
      return code == 0
          ? "Twilio answered HTTP " + httpStatus
          : "Twilio %d: %s".formatted(code, message);
    }
  }

  /// Twilio limits the request rate (429). The request had no effect. Try again after `pause`.
  record RateLimited(Optional<Duration> pause) implements Answer {}

  /// The request was not sent (no connection). It had no effect. Try again.
  record NotSent(String why) implements Answer {}

  /// The request was sent, but no usable answer arrived (timeout, 5xx). It may have had an effect.
  record NoAnswer(String why) implements Answer {}

  /// The ledger's answer, newest entry last; empty if the connector got no request for this
  /// session.
  record Ledger(List<LedgerEntry> entries) implements Answer {
    public Ledger {
      entries = List.copyOf(entries);
    }
  }

  /// There is no ledger, because Twilio hosts the session's connector.
  record NoLedger() implements Answer {}
}
