package dev.agentpay.app.demo;

import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Opens pages in the browser of whoever sits at this machine, if anybody does.
public final class Tabs {
  /// What opens an address on a desktop: macOS, then Linux.
  private static final List<String> OPENERS = List.of("open", "xdg-open");

  private Tabs() {}

  /// Whether somebody sits at a screen here: not in CI, and not at the other end of a wire.
  public static boolean canOpen() {
    final boolean hasScreen =
        System.getenv("DISPLAY") != null
            || System.getenv("WAYLAND_DISPLAY") != null
            || System.getProperty("os.name", "").startsWith("Mac");
    return hasScreen
        && Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  /// Opens each in a tab of its own. When that fails the addresses have been printed anyway.
  public static void open(URI... pages) {
    final Optional<Path> opener = opener();
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

  private static Optional<Path> opener() {
    return OPENERS.stream()
        .flatMap(
            name ->
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
