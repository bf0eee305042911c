package dev.agentpay.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
  @TempDir private Path folder;

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  private void readable(String name) throws IOException {
    Files.setPosixFilePermissions(
        Files.writeString(folder.resolve(name), "x"), PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void creates_files_for_their_owner_only() throws IOException {
    PrivateFiles.prepare(folder.resolve("new"));
    assertThat(mode("new")).isEqualTo("rw-------");
  }

  @Test
  void restricts_what_an_earlier_version_left_and_keeps_its_content() throws IOException {
    readable("a.db");
    readable("a.db-wal");
    readable("a.db-shm");
    readable("other");
    PrivateFiles.prepareSqlite(folder.resolve("a.db"));
    assertThat(mode("a.db")).isEqualTo("rw-------");
    assertThat(mode("a.db-wal")).isEqualTo("rw-------");
    assertThat(mode("a.db-shm")).isEqualTo("rw-------");
    assertThat(mode("other")).isEqualTo("rw-r--r--");
    assertThat(Files.readString(folder.resolve("a.db"))).isEqualTo("x");
  }
}
