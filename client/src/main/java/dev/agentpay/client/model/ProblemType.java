package dev.agentpay.client.model;

/// What went wrong, by a stable name.
public enum ProblemType {
  /// Not signed in, wrong name or password, or the token has expired: sign in again.
  UNAUTHORIZED,
  /// Signed in, but not allowed to.
  FORBIDDEN,
  /// There is no such pay session, or it is somebody else's.
  UNKNOWN_SESSION,
  /// There is no such call, or it is somebody else's.
  UNKNOWN_CALL,
  /// There is nothing at this path: a wrong base URI, or an older server.
  NOT_FOUND,
  /// The path does not take this method: an older or newer server.
  METHOD_NOT_ALLOWED,
  /// The session's state does not allow it.
  NOT_NOW,
  /// The leg is an agent's, and the customer's is not found by it: name the customer's.
  NOT_A_CUSTOMER_LEG,
  /// Another agent waits for the call under this UUI.
  UUI_CLAIMED,
  /// Several customers are on the line under this UUI: name one call.
  AMBIGUOUS_UUI,
  /// The customer is not on that call.
  CALL_NOT_IN_PROGRESS,
  /// The call has an open session already.
  CALL_HAS_SESSION,
  /// An earlier session on the call may have charged. To start all the same, on a person's word:
  /// `StartPayment.confirmMayHaveCharged`.
  MAY_HAVE_CHARGED,
  /// The request is larger than the server takes.
  TOO_LARGE,
  /// The server does not take this kind of body.
  UNSUPPORTED_MEDIA_TYPE,
  /// The server could not read the request.
  BAD_REQUEST,
  /// Values that the server does not take: [PayException#errors] names them.
  INVALID,
  /// The idempotency key belongs to another request.
  KEY_REUSED,
  /// Too many requests, or too many open sessions: try again later.
  TOO_MANY,
  /// Something went wrong in the server; its log says what.
  INTERNAL,
  /// The server has to ask Twilio, which does not answer: try again later.
  TWILIO_UNAVAILABLE,
  /// The server cannot reach its store: try again later.
  STORE_UNAVAILABLE,
  /// No answer came: see [NoAnswerException]. Not from the server.
  NO_ANSWER,
  /// An answer came that is none of AgentPay's. Not from the server, or not from this one.
  BAD_ANSWER,
  /// What was waited for did not come: see [AwaitException]. Not from the server.
  NOT_SEEN,
  /// A problem that this client does not know; its status says more.
  UNKNOWN
}
