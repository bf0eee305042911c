package dev.agentpay.server.http;

import dev.agentpay.payments.session.Refusal;

/// The kinds of problem that the API answers with. The name is stable: programs go by it.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
public enum ProblemType {
  BAD_REQUEST("bad-request", 400, "The request cannot be read"),
  UNAUTHORIZED("unauthorized", 401, "Not signed in"),
  FORBIDDEN("forbidden", 403, "Not allowed"),
  NOT_FOUND("not-found", 404, "There is nothing here"),
  UNKNOWN_SESSION("unknown-session", 404, "There is no such pay session"),
  UNKNOWN_CALL("unknown-call", 404, "There is no such call"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "Not with this method"),
  NOT_NOW("not-now", 409, "Not in this state"),
  NOT_A_CUSTOMER_LEG("not-a-customer-leg", 409, "Not the customer's leg"),
  UUI_CLAIMED("uui-claimed", 409, "Another agent waits for this call"),
  AMBIGUOUS_UUI("ambiguous-uui", 409, "Several calls have this UUI"),
  CALL_NOT_IN_PROGRESS("call-not-in-progress", 409, "The call is over"),
  CALL_HAS_SESSION("call-has-session", 409, "The call has a pay session"),
  MAY_HAVE_CHARGED("may-have-charged", 409, "An earlier pay session may have charged"),
  TOO_LARGE("too-large", 413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "Another content type is needed"),
  INVALID("invalid", 422, "Some values are not right"),
  KEY_REUSED("key-reused", 422, "The Idempotency-Key was used for another request"),
  TOO_MANY("too-many", 429, "Too many"),
  INTERNAL("internal", 500, "Something went wrong here"),
  TWILIO_UNAVAILABLE("twilio-unavailable", 503, "Twilio cannot be reached"),
  STORE_UNAVAILABLE("store-unavailable", 503, "The store cannot be reached");

  private static final String BASE = "https://agentpay.dev/problems/";

  private final String kebab;
  private final int status;
  private final String title;

  ProblemType(String kebab, int status, String title) {
    this.kebab = kebab;
    this.status = status;
    this.title = title;
  }

  /// The URI that stands for it.
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

  /// In words, the same each time.
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
