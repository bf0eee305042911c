package dev.agentpay.payments.session;

/// Why a request was refused. The names are part of the API and do not change.
public enum Refusal {
  /// The session does not exist or belongs to another agent.
  UNKNOWN_SESSION,
  /// The call does not exist or belongs to another agent.
  UNKNOWN_CALL,
  /// The leg belongs to an agent, and the customer's leg cannot be found from it.
  NOT_A_CUSTOMER_LEG,
  /// Another agent has claimed this UUI.
  UUI_CLAIMED,
  /// Two customers are on calls with this UUI. Name the call instead.
  AMBIGUOUS_UUI,
  /// Twilio has to be asked but does not answer. Try again later.
  TWILIO_UNAVAILABLE,
  /// The call is not in progress.
  CALL_NOT_IN_PROGRESS,
  /// The call already has an open session.
  CALL_HAS_SESSION,
  /// An earlier session on the call may have charged. Starting another requires confirmation.
  MAY_HAVE_CHARGED,
  /// The session's state does not allow the request.
  NOT_NOW,
  /// The session does not capture that field.
  UNKNOWN_FIELD,
  /// The `Idempotency-Key` was used for a different request.
  KEY_REUSED,
  /// A value is invalid.
  BAD_VALUE,
  /// The agent has too many open sessions.
  TOO_MANY
}
