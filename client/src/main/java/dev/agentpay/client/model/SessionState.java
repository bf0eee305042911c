package dev.agentpay.client.model;

/// Where a pay session stands.
public enum SessionState {
  /// Being opened with Twilio.
  OPENING,
  /// Open, no field asked for.
  IDLE,
  /// The customer types.
  CAPTURING,
  /// Nothing is required any more: submit or cancel.
  READY,
  /// Submitted: money may move from here on, and cancel is refused.
  COMPLETING,
  /// Nobody has told us how the submit ended. Do not charge again: it is on a supervisor's list.
  UNCONFIRMED,
  /// Being cancelled.
  CANCELLING,
  /// Final: the customer has paid.
  PAID,
  /// Final: the card is a token now.
  TOKENIZED,
  /// Final: the payment was refused.
  DECLINED,
  /// Final: ended without a payment because somebody wanted that.
  CANCELLED,
  /// Final: ended without a payment because the customer hung up or pressed `*`.
  ABANDONED,
  /// Final: ended without a payment because something did not work.
  FAILED,
  /// A state that this client does not know; ask [PaySession#isFinal].
  UNKNOWN
}
