package dev.agentpay.server.http;

import dev.agentpay.server.options.DeskOptions;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.options.SoftphoneOptions;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Serves the desk, with headers that forbid the browser all other sources, and the script of the
/// element, which pages of any origin may load: it is the same for everybody and contains nothing
/// about this server.
public final class Pages {
  private static final String BASE = "/desk/";
  private static final String ELEMENT = "/element/";
  private static final String INDEX = "index.html";

  private final PageFiles desk;
  private final PageFiles element;
  private final String policy;

  private Pages(String folder, DeskOptions options) {
    policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'"
            + sources(options.softphone())
            + "; base-uri 'none'; form-action 'none'; frame-ancestors "
            + (options.framedBy().isEmpty()
                ? "'none'"
                : options.framedBy().stream().sorted().collect(Collectors.joining(" ")));
    desk = new PageFiles(folder + "desk/");
    element = new PageFiles(folder + "element/");
  }

  /// @throws IllegalStateException if the pages were not built into this program
  public static Optional<Pages> of(ServerOptions options) {
    return options.desk().pages().map(folder -> new Pages(folder, options.desk()));
  }

  /// Returns the other origins that the page's softphone connects to.
  ///
  /// @see <a href="https://www.twilio.com/docs/voice/sdks/javascript/best-practices">Twilio: Voice
  ///   SDK and content security policies</a>
  private static String sources(SoftphoneOptions softphone) {
    return switch (softphone) {
      case SoftphoneOptions.None _ -> "";
      case SoftphoneOptions.Simulated(String url) -> " " + url;
      case SoftphoneOptions.Twilio _ ->
          " https://*.twilio.com wss://*.twilio.com; media-src mediastream: https://sdk.twilio.com";
    };
  }

  /// @param leadsHere whether the root redirects to this page; false if another page is there
  void install(RoutesConfig routes, boolean leadsHere) {
    if (leadsHere) {
      routes.get("/", ctx -> ctx.redirect(BASE));
    }
    for (HandlerType method : List.of(HandlerType.GET, HandlerType.HEAD)) {
      // A route matches with and without a trailing slash, but the page's relative links need one.
      routes.addHttpHandler(method, "/desk", this::index);
      routes.addHttpHandler(method, BASE + "<file>", ctx -> desk(ctx, ctx.pathParam("file")));
      routes.addHttpHandler(method, ELEMENT + "<file>", this::element);
    }
  }

  private void index(Context ctx) {
    if (ctx.path().endsWith("/")) {
      desk(ctx, INDEX);
    } else {
      ctx.redirect(BASE);
    }
  }

  private void desk(Context ctx, String file) {
    ctx.header("Content-Security-Policy", policy)
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Permissions-Policy", "camera=(), geolocation=(), payment=()");
    desk.send(ctx, file, "there is no such file; the desk is at /desk/");
  }

  private void element(Context ctx) {
    ctx.header("Access-Control-Allow-Origin", "*")
        .header("Cross-Origin-Resource-Policy", "cross-origin");
    element.send(
        ctx, ctx.pathParam("file"), "there is no such file; the script is /element/agent-pay.js");
  }
}
