package dev.agentpay.server.http;

import dev.agentpay.payments.session.Refusal;

/// The types of problem that the API answers with. The names are stable, because programs rely on
/// them.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
public enum ProblemType {
  BAD_REQUEST("bad-request", 400, "Malformed request"),
  UNAUTHORIZED("unauthorized", 401, "Not signed in"),
  IDLE("idle", 401, "Signed out after inactivity"),
  FORBIDDEN("forbidden", 403, "Not allowed"),
  NOT_FOUND("not-found", 404, "Not found"),
  UNKNOWN_SESSION("unknown-session", 404, "Unknown pay session"),
  UNKNOWN_CALL("unknown-call", 404, "Unknown call"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "Method not allowed"),
  NOT_NOW("not-now", 409, "Not possible in this state"),
  NOT_A_CUSTOMER_LEG("not-a-customer-leg", 409, "Not the customer's leg"),
  UUI_CLAIMED("uui-claimed", 409, "Another agent is waiting for this call"),
  AMBIGUOUS_UUI("ambiguous-uui", 409, "Several calls have this UUI"),
  CALL_NOT_IN_PROGRESS("call-not-in-progress", 409, "The call is not in progress"),
  CALL_HAS_SESSION("call-has-session", 409, "The call already has a pay session"),
  MAY_HAVE_CHARGED("may-have-charged", 409, "An earlier pay session may have charged"),
  TOO_LARGE("too-large", 413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "Unsupported content type"),
  INVALID("invalid", 422, "Invalid values"),
  KEY_REUSED("key-reused", 422, "The Idempotency-Key was used for another request"),
  LOCKED("locked", 429, "Locked after too many wrong passwords"),
  TOO_MANY("too-many", 429, "Too many requests"),
  INTERNAL("internal", 500, "Internal error"),
  TWILIO_UNAVAILABLE("twilio-unavailable", 503, "Twilio is unavailable"),
  STORE_UNAVAILABLE("store-unavailable", 503, "The store is unavailable");

  private static final String BASE = "https://agentpay.dev/problems/";

  private final String kebab;
  private final int status;
  private final String title;

  ProblemType(String kebab, int status, String title) {
    this.kebab = kebab;
    this.status = status;
    this.title = title;
  }

  /// The URI of this type.
  String uri() {
    return BASE + kebab;
  }

  /// The last part of its URI.
  String kebab() {
    return kebab;
  }

  /// The HTTP status.
  int status() {
    return status;
  }

  /// A short text for people; the same for every problem of this type.
  String title() {
    return title;
  }

  static ProblemType of(Refusal refusal) {
    return switch (refusal) {
      case UNKNOWN_SESSION -> UNKNOWN_SESSION;
      case UNKNOWN_CALL -> UNKNOWN_CALL;
      case NOT_A_CUSTOMER_LEG -> NOT_A_CUSTOMER_LEG;
      case UUI_CLAIMED -> UUI_CLAIMED;
      case AMBIGUOUS_UUI -> AMBIGUOUS_UUI;
      case TWILIO_UNAVAILABLE -> TWILIO_UNAVAILABLE;
      case CALL_NOT_IN_PROGRESS -> CALL_NOT_IN_PROGRESS;
      case CALL_HAS_SESSION -> CALL_HAS_SESSION;
      case MAY_HAVE_CHARGED -> MAY_HAVE_CHARGED;
      case NOT_NOW -> NOT_NOW;
      case UNKNOWN_FIELD, BAD_VALUE -> INVALID;
      case KEY_REUSED -> KEY_REUSED;
      case TOO_MANY -> TOO_MANY;
    };
  }
}
