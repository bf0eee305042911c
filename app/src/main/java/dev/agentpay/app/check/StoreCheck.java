package dev.agentpay.app.check;

import dev.agentpay.app.config.Key;
import dev.agentpay.app.config.Settings;
import dev.agentpay.app.node.Storage;
import dev.agentpay.store.sqlite.SqliteInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Whether the data folder can be used.
final class StoreCheck {
  private static final String SUBJECT = "store";

  /// Less free space, in bytes, is worth a warning: a million payments take about 8 GB.
  private static final long LITTLE_SPACE = 1L << 30;

  private final Settings settings;
  private final Path folder;

  StoreCheck(Settings settings, Path folder) {
    this.settings = settings;
    this.folder = folder.toAbsolutePath();
  }

  void run(Consumer<Finding> findings) {
    findings.accept(files().or(this::space).orElseGet(this::database));
  }

  /// Returns a problem with the folder or its files; empty if there is none.
  private Optional<Finding> files() {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      return Optional.of(
          problem("%s is not a folder: correct %s".formatted(folder, settings.nameOf(Key.DATA))));
    }
    final Path existing = Files.exists(folder) ? folder : nearestParent();
    return Stream.of(existing, folder.resolve(Storage.DATABASE), folder.resolve(Storage.SPOOL))
        .filter(Files::exists)
        .filter(path -> !Files.isWritable(path))
        .findFirst()
        .map(
            path ->
                problem(
                    "this user cannot write to %s: change its owner, or correct %s"
                        .formatted(path, settings.nameOf(Key.DATA))));
  }

  private Path nearestParent() {
    Path path = folder;
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }

  private Optional<Finding> space() {
    try {
      final Path existing = Files.exists(folder) ? folder : nearestParent();
      final long free = Files.getFileStore(existing).getUsableSpace();
      return free >= LITTLE_SPACE
          ? Optional.empty()
          : Optional.of(
              Finding.warning(
                  SUBJECT, "only %s MB are free in %s: make room".formatted(free >> 20, folder)));
    } catch (IOException e) {
      return Optional.of(
          problem("the free space of %s is unknown: %s".formatted(folder, e.getMessage())));
    }
  }

  private Finding database() {
    final Path file = folder.resolve(Storage.DATABASE);
    try {
      return switch (SqliteInspection.of(file)) {
        case SqliteInspection.Missing _ ->
            Finding.ok(SUBJECT, file + " does not exist yet: the first start creates it");
        case SqliteInspection.InUse _ ->
            Finding.ok(SUBJECT, file + " is in use by an AgentPay that runs");
        case SqliteInspection.Unreadable _ ->
            problem(
                "%s is no database of AgentPay, or damaged: restore a backup, or correct %s"
                    .formatted(file, settings.nameOf(Key.DATA)));
        case SqliteInspection.Known readable when readable.ahead() > 0 ->
            problem(file + " was written by a newer AgentPay: install that version");
        case SqliteInspection.Known readable when readable.pending() > 0 ->
            Finding.warning(
                SUBJECT,
                "%s is of an earlier version, and the next start changes it: make a copy first"
                    .formatted(file));
        case SqliteInspection.Known _ -> Finding.ok(SUBJECT, file + " can be opened");
      };
    } catch (IOException e) {
      return problem("%s cannot be opened: %s".formatted(file, e.getMessage()));
    }
  }

  private static Finding problem(String text) {
    return Finding.problem(SUBJECT, text);
  }
}
