package dev.agentpay.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentpay.server.options.DeskOptions;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.options.SoftphoneOptions;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/// Serves a built page from the class path, with headers that forbid the browser all other sources.
///
/// Reads and compresses all files at start: they are few and small.
public final class Pages {
  private static final String BASE = "/desk/";
  private static final String INDEX = "index.html";
  private static final String FILES = "files.txt";

  /// The content of a file with a hash in its name never changes.
  private static final String FOREVER = "public, max-age=31536000, immutable";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json");

  private final Map<String, Page> pages = new LinkedHashMap<>();
  private final String policy;

  /// One file, ready to be sent.
  private static final class Page {
    private final String type;
    private final String caching;
    private final String tag;
    private final byte[] plain;
    private final byte[] zipped;

    Page(String type, String caching, byte[] plain) {
      this.type = type;
      this.caching = caching;
      this.tag = tagOf(plain);
      this.plain = plain;
      this.zipped = zip(plain);
    }
  }

  private Pages(String folder, DeskOptions options) {
    policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'"
            + sources(options.softphone())
            + "; base-uri 'none'; form-action 'none'; frame-ancestors "
            + (options.framedBy().isEmpty()
                ? "'none'"
                : options.framedBy().stream().sorted().collect(Collectors.joining(" ")));
    for (String file : new String(read(folder + FILES), UTF_8).lines().toList()) {
      final byte[] plain = read(folder + file);
      final String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
      if (type == null) {
        throw new IllegalStateException(
            "no content type is known for this file of the page: " + file);
      }
      final String caching = file.startsWith("assets/") ? FOREVER : "no-cache";
      pages.put(file, new Page(type, caching, plain));
    }
  }

  /// @throws IllegalStateException if the page was not built into this program
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
      routes.addHttpHandler(method, BASE + "<file>", ctx -> serve(ctx, ctx.pathParam("file")));
    }
  }

  private void index(Context ctx) {
    if (ctx.path().endsWith("/")) {
      serve(ctx, INDEX);
    } else {
      ctx.redirect(BASE);
    }
  }

  private void serve(Context ctx, String file) {
    final Page page = pages.get(file);
    if (page == null) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "there is no such file; the desk is at /desk/");
    }
    ctx.header("Content-Security-Policy", policy)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Permissions-Policy", "camera=(), geolocation=(), payment=()")
        .header("Cache-Control", page.caching)
        .header("Vary", "Accept-Encoding")
        .header("ETag", page.tag);
    if (page.tag.equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    final String accepted = Optional.ofNullable(ctx.header("Accept-Encoding")).orElse("");
    if (accepted.contains("gzip")) {
      ctx.header("Content-Encoding", "gzip").contentType(page.type).result(page.zipped);
    } else {
      ctx.contentType(page.type).result(page.plain);
    }
  }

  private static byte[] read(String resource) {
    try (InputStream in = Pages.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "the desk was not built into this program; missing file: " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tagOf(byte[] content) {
    try {
      final byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] zip(byte[] content) {
    final ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }
}
