package dev.agentpay.compat;

import io.javalin.http.Context;
import java.util.Map;

/// How these clients' servers write their answers.
final class Answers {
  private static final String JSON = "application/json";

  private Answers() {}

  /// A text as a JSON string: some clients parse every answer.
  static void quoted(Context ctx, String text) {
    json(ctx, text);
  }

  static void json(Context ctx, Object value) {
    ctx.contentType(JSON).result(Params.write(value));
  }

  static void text(Context ctx, int status, String text) {
    ctx.status(status).contentType("text/plain; charset=utf-8").result(text);
  }

  /// A failure for a client that only looks for `error`.
  static void error(Context ctx, Failed failed) {
    challenge(ctx, failed);
    ctx.status(failed.status());
    json(ctx, Map.of("error", failed.why()));
  }

  /// Lets a browser ask for name and password by itself.
  static void challenge(Context ctx, Failed failed) {
    if (failed.status() == 401) {
      ctx.header("WWW-Authenticate", Clients.REALM);
    }
  }
}
