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

/// Takes the rule out without a switch in the product: the store's one class that says
/// `synchronous=FULL` is compiled anew with another word there, and put before the delivered one.
final class OtherSynchronous {
  private static final Path SOURCE =
      Path.of("store/src/main/java/dev/agentpay/store/sqlite/SqliteFile.java");
  private static final String RULE = "SynchronousMode.FULL";

  private OtherSynchronous() {}

  /// @param folder for the class
  /// @param synchronous such as `OFF`
  /// @return a class path that begins with it
  static String in(Path folder, String synchronous, String classPath) throws IOException {
    final String source = Files.readString(SOURCE);
    if (!source.contains(RULE)) {
      throw new IllegalStateException(SOURCE + " does not say " + RULE + " any more");
    }
    final Path changed = folder.resolve("source").resolve(SOURCE.getFileName());
    Files.createDirectories(changed.getParent());
    Files.writeString(changed, source.replace(RULE, "SynchronousMode." + synchronous));
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
        throw new IllegalStateException("the changed class does not compile: " + errors);
      }
    }
    return folder + File.pathSeparator + classPath;
  }
}
