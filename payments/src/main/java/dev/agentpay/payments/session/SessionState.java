package dev.agentpay.payments.session;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// Where a pay session stands. Which state may follow which is in [Transitions].
public enum SessionState {
  /// The create is recorded.
  OPENING(false),
  /// Open, no field asked for.
  IDLE(false),
  /// The customer types.
  CAPTURING(false),
  /// Nothing is required any more.
  READY(false),
  /// The complete is recorded: money may move from here on.
  COMPLETING(false),
  /// Nobody has told us how the submit ended.
  UNCONFIRMED(false),
  /// The cancel is recorded.
  CANCELLING(false),
  PAID(true),
  TOKENIZED(true),
  DECLINED(true),
  CANCELLED(true),
  ABANDONED(true),
  FAILED(true);

  /// Every state that something leads out of.
  public static final Set<SessionState> OPEN =
      Arrays.stream(values()).filter(s -> !s.isFinal).collect(Collectors.toUnmodifiableSet());

  private final boolean isFinal;

  SessionState(boolean isFinal) {
    this.isFinal = isFinal;
  }

  /// Whether nothing leads out of it.
  public boolean isFinal() {
    return isFinal;
  }

  /// Whether money may have moved without anybody having told us.
  public boolean mayHaveCharged() {
    return this == COMPLETING || this == UNCONFIRMED;
  }

  /// Whether the submit is still ahead, so that the session can be left without a trace of money.
  public boolean isBeforeSubmit() {
    return this == OPENING || this == IDLE || this == CAPTURING || this == READY;
  }
}
