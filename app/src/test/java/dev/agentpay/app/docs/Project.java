package dev.agentpay.app.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files of the project.
final class Project {
  static final Path ROOT = Path.of("..");

  private static final Set<String> NOT_SOURCES = Set.of("target", "node_modules", ".git");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?<![:\"'])//[^\n]*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

  private Project() {}

  /// The source files of the folders, without what a build creates.
  static List<Path> files(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(each -> !NOT_SOURCES.contains(each.getFileName().toString()))
          .sorted()
          .flatMap(
              each ->
                  !Files.isDirectory(each)
                      ? Stream.of(each)
                      : Files.isSymbolicLink(each) ? Stream.of() : files(each).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The words in the code of Java and TypeScript files, without those in comments.
  static Set<String> words(List<Path> files) {
    final Set<String> words = new HashSet<>();
    files.stream()
        .filter(file -> file.toString().matches(".*\\.(java|ts|mjs)"))
        .map(file -> COMMENT.matcher(text(file)).replaceAll(""))
        .forEach(code -> words.addAll(all(WORD, code)));
    return words;
  }

  static Set<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
