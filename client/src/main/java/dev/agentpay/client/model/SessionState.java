package dev.agentpay.client.model;

/// The state of a pay session.
public enum SessionState {
  /// The Payment is being opened at Twilio.
  OPENING,
  /// Open; no field is being captured.
  IDLE,
  /// The customer is typing a field.
  CAPTURING,
  /// All fields are captured: submit or cancel.
  READY,
  /// Submitted. Money may move from here on; cancel is refused.
  COMPLETING,
  /// The outcome of the submit is unknown. Do not charge again; a supervisor has to resolve it.
  UNCONFIRMED,
  /// The session is being cancelled.
  CANCELLING,
  /// Final: the customer has paid.
  PAID,
  /// Final: the token was created.
  TOKENIZED,
  /// Final: the payment was declined.
  DECLINED,
  /// Final: ended without a payment, because a user cancelled it.
  CANCELLED,
  /// Final: ended without a payment, because the customer hung up or pressed `*`.
  ABANDONED,
  /// Final: ended without a payment, because of an error.
  FAILED,
  /// A state that this client version does not know; see [PaySession#isFinal].
  UNKNOWN
}
