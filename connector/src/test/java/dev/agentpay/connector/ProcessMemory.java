package dev.agentpay.connector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Searches all readable memory of another process on Linux, including garbage on the heap and
/// network buffers.
final class ProcessMemory {
  private static final int CHUNK = 16 << 20;

  private final long pid;

  ProcessMemory(long pid) {
    this.pid = pid;
  }

  boolean isReadable() {
    return Files.isReadable(Path.of("/proc/" + pid + "/mem"));
  }

  /// Returns the memory regions that contain `digits`, encoded as bytes or as Java `char`s.
  List<String> regionsContaining(String digits) throws IOException {
    List<String> places = new ArrayList<>();
    try (RandomAccessFile memory = new RandomAccessFile("/proc/" + pid + "/mem", "r")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/maps"))) {
        if (line.matches("\\S+ r.*") && !line.contains("[v")) {
          search(memory, line, digits, places);
        }
      }
    }
    return places;
  }

  private static void search(
      RandomAccessFile memory, String region, String digits, List<String> places)
      throws IOException {
    String[] bounds = region.substring(0, region.indexOf(' ')).split("-", 2);
    long end = Long.parseUnsignedLong(bounds[1], 16);
    int overlap = 2 * digits.length();
    byte[] bytes = new byte[CHUNK + overlap];
    for (long at = Long.parseUnsignedLong(bounds[0], 16); at < end; at += CHUNK) {
      memory.seek(at);
      int read = memory.read(bytes, 0, (int) Math.min(bytes.length, end - at));
      if (read > 0) {
        String text = new String(bytes, 0, read, ISO_8859_1);
        if (text.contains(digits) || text.contains(digits.replaceAll("(.)(?=.)", "$1\0"))) {
          places.add(region);
        }
      }
    }
  }
}
