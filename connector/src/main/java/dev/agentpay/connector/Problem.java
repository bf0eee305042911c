package dev.agentpay.connector;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// What is answered outside of Twilio's contract, as RFC 9457 problem details with fixed texts:
/// nothing of the request is repeated.
enum Problem {
  UNAUTHORIZED(401, "Wrong or missing credentials", "Send Basic authentication for this path"),
  INVALID_SESSION(400, "The session is missing or malformed", "Ask with ?session=<id>"),
  NOT_FOUND(404, "There is nothing here", "Post to /connector, or get /connector/ledger?session="),
  METHOD_NOT_ALLOWED(405, "This path takes another method", "Post to /connector"),
  INVALID_REQUEST(400, "The request cannot be read", "Send well-formed HTTP"),
  FAILED(500, "The connector failed", "Ask again; the log tells more"),
  NOT_READY(503, "The ledger does not answer", "Look at the log and at the disk");

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

  static void none(Context context) {
    context.contentType("application/json").result("{\"status\":\"up\"}");
  }

  /// Javalin's own answers repeat the path, and its log line for a failure repeats the message.
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
