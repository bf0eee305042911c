package dev.agentpay.proofs.leaks;

import dev.agentpay.proofs.leaks.CardTraces.Secret;
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

/// A place where something is written or kept, as a file of its bytes.
///
/// @param name its path in the folder of what was collected; its first part says what it is
record Sink(String name, Kind kind, Path file) {
  /// What it is. Each is a folder of what was collected.
  enum Kind {
    /// What server and connector write into their data folders.
    DATA,
    /// The logs: standard error of each process.
    LOG,
    /// Standard output of each process, and what the scripts print.
    OUTPUT,
    /// HTTP answers and streams, and what the server sends to others.
    WIRE,
    /// The server's heap. Twilio's callbacks carry the expiry in the clear, so it may be here.
    HEAP,
    /// The whole memory of the server's process: also its stacks and the buffers outside the heap.
    MEMORY;

    /// The folder in which such sinks are collected.
    Path in(Path collected) {
      return collected.resolve(name().toLowerCase(Locale.ROOT));
    }

    boolean isMemory() {
      return this == HEAP || this == MEMORY;
    }

    Set<Secret> mustNotHave() {
      return isMemory()
          ? Set.of(Secret.CARD_NUMBER, Secret.SECURITY_CODE)
          : Set.of(Secret.values());
    }
  }

  /// All files of all kinds under this folder.
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
