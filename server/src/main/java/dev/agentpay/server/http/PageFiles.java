package dev.agentpay.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// The files of a built page or script on the class path. Reads and compresses all at start: they
/// are few and small.
final class PageFiles {
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

  private final Map<String, File> files = new LinkedHashMap<>();

  /// One file, ready to be sent.
  private static final class File {
    private final String type;
    private final String caching;
    private final String tag;
    private final byte[] plain;
    private final byte[] zipped;

    File(String type, String caching, byte[] plain) {
      this.type = type;
      this.caching = caching;
      this.tag = tagOf(plain);
      this.plain = plain;
      this.zipped = zip(plain);
    }
  }

  /// @param folder on the class path, with a list of its files
  /// @throws IllegalStateException if the folder was not built into this program
  PageFiles(String folder) {
    for (String file : new String(read(folder + FILES), UTF_8).lines().toList()) {
      final byte[] plain = read(folder + file);
      final String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
      if (type == null) {
        throw new IllegalStateException(
            "no content type is known for this file of the page: " + file);
      }
      final String caching = file.startsWith("assets/") ? FOREVER : "no-cache";
      files.put(file, new File(type, caching, plain));
    }
  }

  /// Sends a file, without its body if the browser has it. Headers for the page are the caller's.
  ///
  /// @param missing says where the files are, if there is none of this name
  void send(Context ctx, String name, String missing) {
    final File file = files.get(name);
    if (file == null) {
      throw new ProblemException(ProblemType.NOT_FOUND, missing);
    }
    ctx.header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", file.caching)
        .header("Vary", "Accept-Encoding")
        .header("ETag", file.tag);
    if (file.tag.equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    final String accepted = Optional.ofNullable(ctx.header("Accept-Encoding")).orElse("");
    if (accepted.contains("gzip")) {
      ctx.header("Content-Encoding", "gzip").contentType(file.type).result(file.zipped);
    } else {
      ctx.contentType(file.type).result(file.plain);
    }
  }

  private static byte[] read(String resource) {
    try (InputStream in = PageFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "the pages were not built into this program; missing file: " + resource);
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
