package dev.agentpay.connector;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// Files that only their owner may read: they contain amounts, outcomes and ids of payments. Does
/// nothing on file systems without POSIX permissions.
final class PrivateFiles {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /// What SQLite puts next to a database. It takes over the mode of the database, but an earlier
  /// version may have left these files behind.
  private static final List<String> SQLITE_SUFFIXES = List.of("", "-wal", "-shm");

  private PrivateFiles() {}

  /// Creates the file if it does not exist. Only the owner may read or write it afterwards.
  static void prepare(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // an earlier version may have given it another mode
    }
    restrict(file);
  }

  /// Creates an SQLite database if it does not exist, and restricts it with its companions.
  static void prepareSqlite(Path file) throws IOException {
    prepare(file);
    for (String suffix : SQLITE_SUFFIXES) {
      restrict(file.resolveSibling(file.getFileName() + suffix));
    }
  }

  private static void restrict(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && Files.getFileStore(file).supportsFileAttributeView("posix")
        && !Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
  }
}
