package dev.agentpay.proofs.leaks;

import dev.agentpay.proofs.leaks.CardPatterns.Secret;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// A collected file in which card data could leak.
///
/// @param name its path in the folder of collected files; it starts with the kind
/// @param file the file itself
record Sink(String name, Kind kind, Path file) {
  /// The kinds of sinks; each has its own folder.
  enum Kind {
    /// The data folders of server and connector.
    DATA,
    /// Standard error of each process, which is its log.
    LOG,
    /// Standard output of each process, and the scripts' transcript.
    OUTPUT,
    /// HTTP responses and event streams, and the server's requests to other systems.
    WIRE,
    /// The server's heap. May contain the expiry, which Twilio's callbacks carry in clear text.
    HEAP,
    /// All writable memory of the server's process, including stacks and buffers outside the heap.
    MEMORY;

    /// The folder of the sinks of this kind.
    Path in(Path collected) {
      return collected.resolve(name().toLowerCase(Locale.ROOT));
    }

    boolean isMemory() {
      return this == HEAP || this == MEMORY;
    }

    /// The card data that sinks of this kind must not contain.
    Set<Secret> forbidden() {
      return isMemory()
          ? Set.of(Secret.CARD_NUMBER, Secret.SECURITY_CODE)
          : Set.of(Secret.values());
    }
  }

  /// All sinks in this folder.
  static List<Sink> in(Path collected) {
    return Stream.of(Kind.values()).flatMap(kind -> of(kind, collected)).toList();
  }

  private static Stream<Sink> of(Kind kind, Path collected) {
    final Path folder = kind.in(collected);
    if (!Files.isDirectory(folder)) {
      return Stream.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(file -> new Sink(collected.relativize(file).toString(), kind, file))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(file));
  }

  long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
