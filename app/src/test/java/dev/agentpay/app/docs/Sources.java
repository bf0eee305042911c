package dev.agentpay.app.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The names that occur in the project's sources: identifiers, variables, paths of HTTP requests
/// and files.
final class Sources {
  private static final List<String> ENDINGS =
      List.of(".java", ".ts", ".mjs", ".js", ".json", ".sql", ".html", ".css", ".yml", ".xml");

  private static final Set<String> OTHER_FOLDERS =
      Set.of("target", "node_modules", "docs", ".git", "test-output");

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern LITERAL_PATH = Pattern.compile("[\"'`](/[^\"'`\\s]*)[\"'`]");
  private static final Pattern LITERAL_FILE =
      Pattern.compile("[\"'`]([\\w-]+\\.(?:json|js|html))[\"'`\\\\]");
  private static final Pattern METER = Pattern.compile("\"(agentpay(?:\\.[a-z]+)+)\"");

  private final Path root;
  private final Set<String> identifiers = new HashSet<>();
  private final Set<String> paths = new HashSet<>();
  private final Set<String> meters = new HashSet<>();
  private final Set<String> pageFiles = new HashSet<>();
  private final Set<Path> files = new HashSet<>();

  Sources(Path root) {
    this.root = root;
    try (Stream<Path> inner = Files.list(root)) {
      inner
          .filter(file -> !OTHER_FOLDERS.contains(file.getFileName().toString()))
          .forEach(this::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Path file) {
    try {
      if (Files.isDirectory(file)) {
        try (Stream<Path> inner = Files.list(file)) {
          inner
              .filter(child -> !OTHER_FOLDERS.contains(child.getFileName().toString()))
              .forEach(this::read);
        }
      } else if (isSource(file)) {
        files.add(file);
        add(text(file));
        IDENTIFIER
            .matcher(file.getFileName().toString())
            .results()
            .forEach(m -> identifiers.add(m.group()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isSource(Path file) {
    final String name = file.getFileName().toString();
    return ENDINGS.stream().anyMatch(name::endsWith)
        || file.getParent().equals(root)
        || file.getParent().endsWith(Path.of("etc", "scripts"));
  }

  private void add(String text) {
    IDENTIFIER.matcher(text).results().forEach(m -> identifiers.add(m.group()));
    LITERAL_PATH.matcher(text).results().forEach(m -> paths.add(m.group(1)));
    LITERAL_FILE.matcher(text).results().forEach(m -> pageFiles.add(m.group(1)));
    METER.matcher(text).results().forEach(m -> meters.add(m.group(1)));
  }

  Path root() {
    return root;
  }

  boolean hasIdentifier(String name) {
    return identifiers.contains(name);
  }

  /// Whether a meter has this name in Prometheus. Micrometer adds the unit and what it counts.
  boolean hasMetric(String name) {
    return meters.stream()
            .map(meter -> meter.replace('.', '_'))
            .anyMatch(meter -> name.equals(meter) || name.startsWith(meter + "_"))
        || identifiers.contains(name); // a cookie
  }

  /// Whether a source names this path. In both, a segment in braces or angle brackets is any
  /// segment, and so is an id.
  boolean hasPath(String path) {
    final List<String> wanted = segments(path);
    return paths.stream().anyMatch(known -> isSame(wanted, segments(known)));
  }

  /// Whether a source names a path that begins like this.
  boolean hasPathBelow(String prefix) {
    return paths.stream().anyMatch(known -> known.startsWith(prefix));
  }

  /// Whether this is the path of a file that the build writes for a page.
  boolean hasPageFile(String path) {
    return path.matches("/(desk|element)/[^/]+") && pageFiles.contains(path.replaceAll("^.*/", ""));
  }

  /// Whether `./dev` has this task.
  boolean hasTask(String task) {
    return text(root.resolve("dev")).contains("./dev " + task);
  }

  /// Whether a file's path ends like this, such as `config/Key.java`.
  boolean endsWithFile(String end) {
    return files.stream().anyMatch(file -> file.endsWith(end));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> segments(String path) {
    return List.of(path.replaceAll("[?#].*$", "").split("/", -1));
  }

  private static boolean isSame(List<String> wanted, List<String> known) {
    if (wanted.size() != known.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      final String one = wanted.get(i);
      final String other = known.get(i);
      if (!one.equals(other) && !isAny(one) && !isAny(other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAny(String segment) {
    return segment.matches("[{<].*[}>]|…|\\$.*|[A-Z]{2}[0-9a-f…]+|ps_.*");
  }
}
