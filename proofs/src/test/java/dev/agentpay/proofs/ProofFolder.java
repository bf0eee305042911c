package dev.agentpay.proofs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Where a proof keeps its data: gone afterwards when all was right, and left to be looked at when
/// it was not.
public final class ProofFolder {
  private ProofFolder() {}

  public static Path make(String proof) throws IOException {
    return Files.createTempDirectory("agentpay-" + proof);
  }

  public static void endsWith(boolean isRight, Path folder) throws IOException {
    if (!isRight) {
      System.out.println("Everything is left in " + folder);
      return;
    }
    final List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
