package dev.agentpay.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every webhook path that a page of docs/ names is a path in the server's code. A reader copies
/// these paths into Twilio's console or into the simulator's options.
class WebhookPathsDocsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern PATH = Pattern.compile("/twilio/[a-z]+/[a-z-]+");

  @Test
  void docs_name_only_webhooks_that_exist() throws IOException {
    final Set<String> documented = paths(DOCS, ".md");
    final Set<String> served = new TreeSet<>();
    for (String module : Set.of("server", "twilio", "voice")) {
      served.addAll(paths(Path.of("..", module, "src", "main", "java"), ".java"));
    }

    assertThat(documented).isNotEmpty();
    assertThat(served).containsAll(documented);
  }

  private static Set<String> paths(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      final Set<String> found = new TreeSet<>();
      for (Path file : files.filter(each -> each.toString().endsWith(suffix)).toList()) {
        found.addAll(
            PATH.matcher(Files.readString(file))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet()));
      }
      return found;
    }
  }
}
