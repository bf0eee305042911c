package dev.agentpay.proofs.leaks;

import dev.agentpay.app.support.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Dumps the heap of another JVM.
final class HeapDump {
  private HeapDump() {}

  /// Dumps all objects of the heap, including garbage.
  ///
  /// @param dump a file that does not exist yet
  static void write(long pid, Path dump) throws IOException {
    final Path file = dump.toAbsolutePath();
    final Process jcmd =
        new ProcessBuilder(
                ChildProcess.javaHome().resolve("bin/jcmd").toString(),
                String.valueOf(pid),
                "GC.heap_dump",
                "-all",
                file.toString())
            .redirectErrorStream(true)
            .start();
    final String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!Files.exists(file)) {
      throw new IOException("jcmd made no heap dump: " + output);
    }
  }
}
