package dev.agentpay.compat;

import io.javalin.http.Context;
import java.util.Map;

/// Writes responses in the formats of the original servers.
final class Responses {
  private static final String JSON = "application/json";

  private Responses() {}

  /// Sends a text as a JSON string, because some clients parse every response as JSON.
  static void quoted(Context ctx, String text) {
    json(ctx, text);
  }

  static void json(Context ctx, Object value) {
    ctx.contentType(JSON).result(Params.write(value));
  }

  static void text(Context ctx, int status, String text) {
    ctx.status(status).contentType("text/plain; charset=utf-8").result(text);
  }

  /// Sends a failure as a JSON object with the field `error`, which some clients check instead of
  /// the status.
  static void error(Context ctx, RequestFailedException failure) {
    challenge(ctx, failure);
    ctx.status(failure.status());
    json(ctx, Map.of("error", failure.reason()));
  }

  /// For a 401, adds the header that makes a browser ask for name and password.
  static void challenge(Context ctx, RequestFailedException failure) {
    if (failure.status() == 401) {
      ctx.header("WWW-Authenticate", ClientAuth.REALM);
    }
  }
}
