package dev.agentpay.payments.session;

/// Why something that was asked for is not done. Each is a stable name in the API.
public enum Refusal {
  /// There is no such session, or it is not theirs.
  UNKNOWN_SESSION,
  /// There is no such call, or it is not theirs.
  UNKNOWN_CALL,
  /// The leg is an agent's, and the customer's is not found by it.
  NOT_A_CUSTOMER_LEG,
  /// Another agent waits for the call under this UUI.
  UUI_CLAIMED,
  /// Two customers are on the line under this UUI: name the call.
  AMBIGUOUS_UUI,
  /// It has to be asked of Twilio, which does not answer; trying again later may help.
  TWILIO_UNAVAILABLE,
  /// The call is not in progress.
  CALL_NOT_IN_PROGRESS,
  /// The call has an open session already.
  CALL_HAS_SESSION,
  /// An earlier session on the call may have charged; starting another needs a confirmed say.
  MAY_HAVE_CHARGED,
  /// The session's state does not allow it.
  NOT_NOW,
  /// The session does not capture that field.
  UNKNOWN_FIELD,
  /// An `Idempotency-Key` that was used for something else.
  KEY_REUSED,
  /// A value that is out of bounds.
  BAD_VALUE,
  /// Too many open sessions for this agent.
  TOO_MANY
}
