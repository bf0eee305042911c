package dev.agentpay.client.model;

/// The kind of a problem; the names are stable.
public enum ProblemType {
  /// Not signed in, wrong name or password, or expired token: sign in again.
  UNAUTHORIZED,
  /// The user did nothing for some time and was signed out: sign in again.
  IDLE,
  /// The user's role does not allow it.
  FORBIDDEN,
  /// The pay session does not exist or belongs to another agent.
  UNKNOWN_SESSION,
  /// The call does not exist or belongs to another agent.
  UNKNOWN_CALL,
  /// The path does not exist: wrong base URI or an older server.
  NOT_FOUND,
  /// The path does not support this method: an older or newer server.
  METHOD_NOT_ALLOWED,
  /// The state of the session does not allow it.
  NOT_NOW,
  /// The leg is an agent's, and the server cannot find the customer's leg: use the customer's sid.
  NOT_A_CUSTOMER_LEG,
  /// Another agent waits for the call with this UUI.
  UUI_CLAIMED,
  /// Several calls have this UUI: claim one by its sid.
  AMBIGUOUS_UUI,
  /// The customer is not on that call.
  CALL_NOT_IN_PROGRESS,
  /// The call already has an open session.
  CALL_HAS_SESSION,
  /// An earlier session on the call may have charged. To start anyway after a person has confirmed:
  /// `StartPayment.confirmMayHaveCharged`.
  MAY_HAVE_CHARGED,
  /// The request exceeds the server's limit.
  TOO_LARGE,
  /// The server does not support this kind of body.
  UNSUPPORTED_MEDIA_TYPE,
  /// The server could not read the request.
  BAD_REQUEST,
  /// The server rejected some values; [PayException#errors] names them.
  INVALID,
  /// The idempotency key was used for a different request.
  KEY_REUSED,
  /// Too many requests or open sessions: try again later.
  TOO_MANY,
  /// Too many wrong passwords in a row: sign in after [PayException#retryAfter].
  LOCKED,
  /// An error in the server; see its log.
  INTERNAL,
  /// The server needs Twilio, which does not answer: try again later.
  TWILIO_UNAVAILABLE,
  /// The server cannot reach its store: try again later.
  STORE_UNAVAILABLE,
  /// The client received no response: see [NoAnswerException].
  NO_ANSWER,
  /// The response does not come from AgentPay, or not from a compatible version.
  BAD_ANSWER,
  /// The awaited state did not occur: see [AwaitException]. Created by the client.
  NOT_SEEN,
  /// A card capture failed: see [CaptureException#code]. Created by the client.
  CAPTURE,
  /// A problem that this client version does not know; see its status.
  UNKNOWN
}
