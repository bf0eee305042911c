package dev.agentpay.app.demo;

import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Opens pages in the browser on this machine.
public final class Browser {
  /// Commands that open a URL: on macOS, on Linux.
  private static final List<String> OPENERS = List.of("open", "xdg-open");

  private Browser() {}

  /// Returns whether this machine has a screen and the program runs in a terminal. This excludes CI
  /// and most remote sessions.
  public static boolean canOpen() {
    final boolean hasScreen =
        System.getenv("DISPLAY") != null
            || System.getenv("WAYLAND_DISPLAY") != null
            || System.getProperty("os.name", "").startsWith("Mac");
    return hasScreen
        && Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  /// Opens each page in its own tab. Ignores failures, because the demo prints the URLs anyway.
  public static void open(URI... pages) {
    final Optional<Path> opener = findOpener();
    if (opener.isEmpty()) {
      return;
    }
    for (URI page : pages) {
      try {
        new ProcessBuilder(opener.get().toString(), page.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private static Optional<Path> findOpener() {
    return OPENERS.stream()
        .flatMap(
            name ->
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
