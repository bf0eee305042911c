package dev.agentpay.compat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the files of an old page from its folder (`compat.assets`), once, at the start. Later only
/// the files that were read can be requested, so no request can lead out of the folder.
final class AssetFolder {
  /// More files than the build of a page has. Guards against a folder that was named by mistake.
  static final int MAX_FILES = 200;

  /// Bytes of all files together, because they are kept in memory. The largest known page has 3 MB.
  static final long MAX_BYTES = 32L * 1024 * 1024;

  /// The first parts of AgentPay's own paths. A file there is never served.
  static final Set<String> RESERVED =
      Set.of(
          "api",
          "asyncapi.json",
          "connector",
          "desk",
          "health",
          "metrics",
          "openapi.json",
          "twilio");

  /// File names that need no escaping in a URL.
  private static final Pattern SERVABLE = Pattern.compile("[A-Za-z0-9_~+@-][A-Za-z0-9._~+@-]*");

  private static final String INDEX = "/index.html";

  private static final Logger LOG = LoggerFactory.getLogger(AssetFolder.class);

  private AssetFolder() {}

  /// The folder cannot be served. The message says why.
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    private UnusableException(String message) {
      super(message);
    }
  }

  /// Reads all files, except those that begin with a dot, that lie outside of the folder, or whose
  /// paths belong to AgentPay. The root's `index.html` is also at `/`.
  ///
  /// @throws UnusableException if the folder is missing, cannot be read or is too large
  static List<Asset> read(Path folder) throws UnusableException {
    if (!Files.isDirectory(folder)) {
      throw new UnusableException("must be an existing folder; got " + folder);
    }
    try {
      final Path root = folder.toRealPath();
      final List<Asset> assets = new ArrayList<>();
      long bytes = 0;
      for (Path file : files(root)) {
        bytes += Files.size(file);
        if (assets.size() == MAX_FILES || bytes > MAX_BYTES) {
          throw new UnusableException(
              "must have at most %s files and %s MB, as they are kept in memory; got more in %s"
                  .formatted(MAX_FILES, MAX_BYTES >> 20, folder));
        }
        assets.add(Asset.of("/" + names(root, file), Files.readAllBytes(file)));
      }
      assets.stream()
          .filter(asset -> asset.path().equals(INDEX))
          .findFirst()
          .ifPresent(index -> assets.add(index.at("/")));
      return List.copyOf(assets);
    } catch (IOException e) {
      throw new UnusableException(
          "cannot be read: %s (%s)".formatted(folder, e.getClass().getSimpleName()));
    }
  }

  private static List<Path> files(Path root) throws IOException {
    final List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.equals(root) || isServed(root, folder)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (isServed(root, file) && isInside(root, file)) {
              files.add(file);
            }
            return files.size() > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static boolean isServed(Path root, Path path) {
    final String relative = names(root, path);
    final String name = relative.substring(relative.lastIndexOf('/') + 1);
    final boolean isReserved = RESERVED.contains(relative);
    if (name.startsWith(".")) {
      return false; // for example .env
    }
    if (isReserved || !SERVABLE.matcher(name).matches()) {
      LOG.warn(
          "compat.assets: {} is not served, because {}",
          relative,
          isReserved ? "its path belongs to AgentPay" : "its name would need escaping in a URL");
      return false;
    }
    return true;
  }

  /// Whether the file, or what a link points to, is a file in the folder. Links to folders are not
  /// followed.
  private static boolean isInside(Path root, Path file) throws IOException {
    final boolean isInside =
        Files.isRegularFile(file) && file.toRealPath().startsWith(root) && !isHidden(root, file);
    if (!isInside) {
      LOG.warn(
          "compat.assets: {} is not served, because it is not a file in the folder",
          names(root, file));
    }
    return isInside;
  }

  /// Whether a link points to a file that begins with a dot, or to a folder that does.
  private static boolean isHidden(Path root, Path file) throws IOException {
    return StreamSupport.stream(root.relativize(file.toRealPath()).spliterator(), false)
        .anyMatch(name -> name.toString().startsWith("."));
  }

  /// Returns the path below the root with slashes, on every system.
  private static String names(Path root, Path path) {
    return StreamSupport.stream(root.relativize(path).spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }
}
