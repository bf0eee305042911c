package dev.agentpay.simulator.http;

import dev.agentpay.simulator.world.ControlRefused;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.staticfiles.Location;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Serves the phone page at `/phone/` and its files from a folder on the class path.
public final class Pages {
  /// Allows nothing from other hosts, nothing inline, and no framing.
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  /// Folder of files whose names contain a hash of their content (by Vite).
  private static final String HASHED = "/assets";

  private static final String FOREVER = "public, max-age=31536000, immutable";

  private final Optional<String> folder;

  /// @param folder with an `index.html`; empty if there is no page
  public Pages(Optional<String> folder) {
    this.folder = folder.map(each -> each.replaceAll("/+$", ""));
  }

  public void addTo(JavalinConfig config) {
    folder.ifPresentOrElse(
        each -> serve(config, each),
        () -> config.routes.get("/", Pages::notFound).get("/phone", Pages::notFound));
    config.routes.error(404, Pages::explainMissingPage);
  }

  private static void serve(JavalinConfig config, String folder) {
    config.routes.get("/", Pages::redirectToPhone);
    config.routes.before("/phone", Pages::redirectToPhone);
    serve(config, folder + HASHED, "/phone" + HASHED, FOREVER);
    serve(config, folder, "/phone", "no-cache");
  }

  private static void serve(JavalinConfig config, String folder, String path, String cacheControl) {
    config.staticFiles.add(
        files -> {
          files.hostedPath = path;
          files.directory = folder;
          files.location = Location.CLASSPATH;
          files.headers = headers(cacheControl);
        });
  }

  private static Map<String, String> headers(String cacheControl) {
    final Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cache-Control", cacheControl);
    return headers;
  }

  /// Redirects to the page's address with a trailing slash, because its files are relative to that.
  private static void redirectToPhone(Context ctx) {
    if (!ctx.path().endsWith("/phone/")) {
      ctx.redirect("/phone/", HttpStatus.FOUND);
      ctx.skipRemainingHandlers();
    }
  }

  private static void notFound(Context ctx) {
    ctx.status(404);
  }

  private static void explainMissingPage(Context ctx) {
    if (ctx.path().equals("/") || ctx.path().startsWith("/phone")) {
      ControlBody.problem(
          new ControlRefused(
              404,
              "no-page",
              "there is no such page; ./agentpay demo serves the phone page at /phone/"),
          ctx);
    }
  }
}
