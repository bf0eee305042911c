package dev.agentpay.proofs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The temporary folder for a proof's data: deleted if the proof passed, kept for inspection if it
/// failed.
public final class ProofFolder {
  private ProofFolder() {}

  /// Creates a new folder.
  ///
  /// @param proof the proof's name, part of the folder's name
  public static Path create(String proof) throws IOException {
    return Files.createTempDirectory("agentpay-" + proof);
  }

  /// Deletes the folder, or prints where it is if the proof failed.
  public static void finish(boolean hasPassed, Path folder) throws IOException {
    if (!hasPassed) {
      System.out.println("The data is kept in " + folder);
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
