package dev.agentpay.app.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds relative links to files and headings that do not exist.
final class Links {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");

  private final Map<Path, Set<String>> headings = new HashMap<>();

  List<String> problems(Page page) {
    final List<String> problems = new ArrayList<>();
    final Page prose = page.withoutBlocks();
    prose.each(
        LINK,
        match -> {
          final String target = match.group(1);
          if (target.matches("[a-z]+:.*")) {
            return;
          }
          final String[] parts = target.split("#", 2);
          final Path file =
              parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
          if (!parts[0].isEmpty() && !Files.exists(file)) {
            problems.add(prose.problem(match, "there is no file " + target));
          } else if (parts.length == 2 && !headings(page, file).contains(parts[1])) {
            problems.add(prose.problem(match, "there is no heading " + target));
          }
        });
    return problems;
  }

  private Set<String> headings(Page page, Path file) {
    return file.equals(page.file())
        ? anchors(page)
        : headings.computeIfAbsent(file, each -> anchors(new Page(each, Project.text(each))));
  }

  /// The anchors of a page's headings, as GitHub forms them.
  private static Set<String> anchors(Page page) {
    final Set<String> anchors = new HashSet<>();
    page.withoutBlocks()
        .each(
            HEADING,
            heading -> {
              final String anchor =
                  heading
                      .group(1)
                      .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                      .toLowerCase(Locale.ROOT)
                      .replaceAll("[^\\p{L}\\p{N} _-]", "")
                      .replace(' ', '-');
              String free = anchor;
              for (int i = 1; !anchors.add(free); i++) {
                free = anchor + "-" + i;
              }
            });
    return anchors;
  }
}
