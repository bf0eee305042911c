package dev.agentpay.proofs.leaks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the memory of a child process. Works on Linux.
final class ProcessMemory {
  private static final int BUFFER_SIZE = 1 << 16;
  private static final byte[] ZEROS = new byte[BUFFER_SIZE];
  private static final int HEX = 16;

  /// A line of `/proc/PID/maps`: `7f12a000-7f12c000 rw-p …`
  private static final Pattern WRITABLE = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) rw");

  private ProcessMemory() {}

  /// Copies all writable memory, without chunks that contain only zeros.
  ///
  /// @return false if the system does not allow reading it
  static boolean copy(long pid, Path to) throws IOException {
    final Path process = Path.of("/proc", String.valueOf(pid));
    if (!Files.isReadable(process.resolve("mem"))) {
      return false;
    }
    final List<String> maps = Files.readAllLines(process.resolve("maps"));
    try (RandomAccessFile memory = new RandomAccessFile(process.resolve("mem").toFile(), "r");
        OutputStream out = Files.newOutputStream(to)) {
      for (String map : maps) {
        final Matcher mapping = WRITABLE.matcher(map);
        if (mapping.lookingAt()) {
          final long from = Long.parseLong(mapping.group(1), HEX);
          copy(memory, from, Long.parseLong(mapping.group(2), HEX), out);
        }
      }
    }
    return true;
  }

  private static void copy(RandomAccessFile memory, long from, long to, OutputStream out) {
    final byte[] buffer = new byte[BUFFER_SIZE];
    try {
      memory.seek(from);
      for (long at = from; at < to; ) {
        final int read = memory.read(buffer, 0, (int) Math.min(BUFFER_SIZE, to - at));
        if (read <= 0) {
          return;
        }
        if (!Arrays.equals(buffer, 0, read, ZEROS, 0, read)) {
          out.write(buffer, 0, read);
        }
        at += read;
      }
    } catch (IOException e) {
      // The mapping is gone or belongs to a device, so it contains no data of the server.
    }
  }
}
