package dev.agentpay.compat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/// One file of an old page, as it is sent.
final class Asset {
  private static final String UNKNOWN_TYPE = "application/octet-stream";

  /// The types of files that pages consist of. A browser must not guess the type of other files.
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("htm", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("woff", "font/woff"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("wav", "audio/wav"),
          Map.entry("wasm", "application/wasm"));

  private final String path;
  private final String type;
  private final String tag;
  private final byte[] content;

  private Asset(String path, String type, String tag, byte[] content) {
    this.path = path;
    this.type = type;
    this.tag = tag;
    this.content = content;
  }

  static Asset of(String path, byte[] content) {
    final String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return new Asset(path, TYPES.getOrDefault(ending, UNKNOWN_TYPE), tagOf(content), content);
  }

  /// The same file at another path.
  Asset at(String other) {
    return new Asset(other, type, tag, content);
  }

  /// Where it is served, such as `/js/client.js`.
  String path() {
    return path;
  }

  String type() {
    return type;
  }

  /// Changes with the content, so that a browser notices a new version.
  String tag() {
    return tag;
  }

  /// Not to be changed.
  byte[] content() {
    return content;
  }

  private static String tagOf(byte[] content) {
    try {
      final byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
