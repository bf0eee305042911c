package dev.agentpay.connector;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Error responses outside Twilio's contract, as RFC 9457 problem details. Their texts are fixed,
/// so that they never repeat parts of a request.
enum Problem {
  UNAUTHORIZED(
      401, "Credentials are missing or wrong", "Send this path's credentials as HTTP Basic"),
  INVALID_SESSION(400, "The session is missing or malformed", "Add ?session=<id>"),
  NOT_FOUND(404, "No such path", "POST to /connector, or GET /connector/ledger?session=<id>"),
  METHOD_NOT_ALLOWED(
      405,
      "This path does not support the HTTP method",
      "POST to /connector, or GET /connector/ledger?session=<id>"),
  INVALID_REQUEST(400, "The request is malformed", "Send well-formed HTTP"),
  FAILED(500, "The connector failed", "Try again; the log has the details"),
  NOT_READY(503, "The ledger cannot be read", "Check the log and the disk");

  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final int status;
  private final String title;
  private final String detail;

  Problem(int status, String title, String detail) {
    this.status = status;
    this.title = title;
    this.detail = detail;
  }

  void send(Context context) {
    context.status(status).contentType("application/problem+json").result(json());
  }

  byte[] json() {
    String slug = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    return JSON.writeValueAsBytes(
        JSON.createObjectNode()
            .put("type", "urn:agentpay:connector:" + slug)
            .put("title", title)
            .put("status", status)
            .put("detail", detail));
  }

  /// Sends the success response of the health checks.
  static void sendUp(Context context) {
    context.contentType("application/json").result("{\"status\":\"up\"}");
  }

  /// Replaces Javalin's error responses, because they repeat the path, and its log line for
  /// failures, because it repeats the exception's message.
  static void handleAll(RoutesConfig routes) {
    routes.exception(HttpResponseException.class, (e, context) -> of(e.getStatus()).send(context));
    routes.exception(
        Exception.class,
        (e, context) -> {
          Failures.log(LOG, "A request failed", e);
          FAILED.send(context);
        });
  }

  static Problem of(int status) {
    return switch (status) {
      case 401 -> UNAUTHORIZED;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      default -> status < 500 ? INVALID_REQUEST : FAILED;
    };
  }
}
