package dev.agentpay.app.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of the docs.
///
/// @param file the page's file; links are relative to it
record Page(Path file, String text) {
  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```$");

  /// README.md, CONTRIBUTING.md and everything below docs.
  static List<Page> all() {
    try (Stream<Path> docs = Files.walk(Project.ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md").map(Project.ROOT::resolve),
              docs.filter(file -> file.toString().endsWith(".md")).sorted())
          .map(file -> new Page(file, Project.text(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Calls back for each match of the pattern.
  void each(Pattern pattern, Consumer<MatchResult> found) {
    pattern.matcher(text).results().forEach(found);
  }

  /// The page without blocks of code. Lines keep their numbers.
  Page withoutBlocks() {
    return new Page(
        file, FENCE.matcher(text).replaceAll(block -> block.group().replaceAll("[^\n]", "")));
  }

  /// Says where a match is, and what is wrong with it.
  String problem(MatchResult match, String what) {
    final long line = text.substring(0, match.start()).chars().filter(c -> c == '\n').count() + 1;
    return "%s:%s: %s".formatted(Project.ROOT.relativize(file), line, what);
  }
}
