package dev.agentpay.payments.session;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// State of a pay session. [Transitions] lists the allowed transitions.
public enum SessionState {
  /// The create was recorded.
  OPENING(false),
  /// The Payment is open; no field is being captured.
  IDLE(false),
  /// A field is being captured.
  CAPTURING(false),
  /// All required fields are captured.
  READY(false),
  /// The complete was recorded. From now on, money may move.
  COMPLETING(false),
  /// We do not know how the submit ended.
  UNCONFIRMED(false),
  /// The cancel was recorded.
  CANCELLING(false),
  PAID(true),
  TOKENIZED(true),
  DECLINED(true),
  CANCELLED(true),
  ABANDONED(true),
  FAILED(true);

  /// All states that are not final.
  public static final Set<SessionState> OPEN =
      Arrays.stream(values()).filter(s -> !s.isFinal).collect(Collectors.toUnmodifiableSet());

  private final boolean isFinal;

  SessionState(boolean isFinal) {
    this.isFinal = isFinal;
  }

  /// Whether this state never changes again.
  public boolean isFinal() {
    return isFinal;
  }

  /// Whether money may have moved without our knowing it.
  public boolean mayHaveCharged() {
    return this == COMPLETING || this == UNCONFIRMED;
  }

  /// Whether the payment has not been submitted yet, so that the session can end without any money
  /// moving.
  public boolean isBeforeSubmit() {
    return this == OPENING || this == IDLE || this == CAPTURING || this == READY;
  }
}
