package dev.agentpay.proofs.fsync;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Changes SQLite's synchronous mode without a switch in the product: recompiles the store's one
/// class that sets `synchronous=FULL` with another mode and puts it first on the class path.
final class SynchronousModePatch {
  private static final Path SOURCE =
      Path.of("store/src/main/java/dev/agentpay/store/sqlite/SqliteFile.java");
  private static final String SETTING = "SynchronousMode.FULL";

  private SynchronousModePatch() {}

  /// @param folder the folder for the recompiled class
  /// @param synchronous the new mode, such as `OFF`
  /// @param classPath the released class path
  /// @return the class path with the recompiled class first
  /// @throws IllegalStateException if the source has changed or does not compile
  static String apply(Path folder, String synchronous, String classPath) throws IOException {
    final String source = Files.readString(SOURCE);
    if (!source.contains(SETTING)) {
      throw new IllegalStateException(
          SOURCE + " no longer contains " + SETTING + "; update this check");
    }
    final Path changed = folder.resolve("source").resolve(SOURCE.getFileName());
    Files.createDirectories(changed.getParent());
    Files.writeString(changed, source.replace(SETTING, "SynchronousMode." + synchronous));
    final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    final StringWriter errors = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      final boolean isCompiled =
          compiler
              .getTask(
                  errors,
                  files,
                  null,
                  List.of("-proc:none", "-nowarn", "-cp", classPath, "-d", folder.toString()),
                  null,
                  files.getJavaFileObjects(changed))
              .call();
      if (!isCompiled) {
        throw new IllegalStateException("the patched class does not compile: " + errors);
      }
    }
    return folder + File.pathSeparator + classPath;
  }
}
