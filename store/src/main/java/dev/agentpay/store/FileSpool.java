package dev.agentpay.store;

import dev.agentpay.events.Schema;
import dev.agentpay.events.Spool;
import dev.agentpay.events.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file with one callback a line, synced before each is acknowledged. Best on another disk than
/// the database's. Once all are taken the file is empty again.
public final class FileSpool<T> implements Spool<T>, AutoCloseable {
  /// An hour of a hundred busy calls.
  static final int MAX_CALLBACKS = 100_000;

  /// A callback is under a kilobyte.
  static final long MAX_BYTES = 64L * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(FileSpool.class);

  private final Codec codec;
  private final Class<T> type;
  private final Deque<T> waiting = new ArrayDeque<>();
  private final FileChannel file;
  private final int most;

  /// Behind the last whole line. What is beyond it was never acknowledged.
  private long end;

  private FileSpool(FileChannel file, Class<T> type, Schema schema, int most) {
    this.codec = new Codec(schema);
    this.type = type;
    this.file = file;
    this.most = most;
  }

  /// Opens the spool; what an earlier process left in it waits first.
  ///
  /// @param type of what waits
  /// @throws StoreUnavailableException when the file cannot be used
  /// @throws NewerVersionException when a newer version wrote into it
  public static <T> FileSpool<T> open(Path path, Class<T> type, Schema schema) {
    try {
      return open(
          path,
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
          type,
          schema,
          MAX_CALLBACKS);
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  /// @param file of that path
  /// @param most callbacks that may wait
  static <T> FileSpool<T> open(
      Path path, FileChannel file, Class<T> type, Schema schema, int most) {
    final FileSpool<T> spool = new FileSpool<>(file, type, schema, most);
    try {
      spool.load(path);
      return spool;
    } catch (IOException e) {
      spool.close();
      throw unusable(path, e);
    } catch (RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  private static StoreUnavailableException unusable(Path path, IOException e) {
    return new StoreUnavailableException("the spool %s cannot be used".formatted(path), e);
  }

  @Override
  public synchronized void keep(T kept) {
    final byte[] line = (codec.write(kept) + "\n").getBytes(StandardCharsets.UTF_8);
    if (waiting.size() >= most || end + line.length > MAX_BYTES) {
      throw new StoreUnavailableException(
          "the store is away and the spool is full", new IllegalStateException());
    }
    try {
      if (file.size() > end) {
        file.truncate(end); // what a write that failed has left behind
      }
      final ByteBuffer bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        file.write(bytes, end + bytes.position());
      }
      file.force(false);
    } catch (IOException e) {
      throw new StoreUnavailableException("the spool does not take callbacks", e);
    }
    end += line.length;
    waiting.add(kept);
  }

  @Override
  public synchronized Optional<T> oldest() {
    return Optional.ofNullable(waiting.peek());
  }

  @Override
  public synchronized void removeOldest() {
    waiting.poll();
    if (waiting.isEmpty()) {
      try {
        file.truncate(0);
        end = 0;
        file.force(false);
      } catch (IOException e) {
        LOG.warn("the spool could not be emptied; what is in it will be taken again", e);
      }
    }
  }

  /// How many wait.
  public synchronized int size() {
    return waiting.size();
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("the spool was not closed cleanly", e);
    }
  }

  private void load(Path path) throws IOException {
    final byte[] all = Files.readAllBytes(path);
    int whole = all.length;
    while (whole > 0 && all[whole - 1] != '\n') {
      whole--;
    }
    if (whole < all.length) {
      LOG.warn("the spool's last line is torn: it was never acknowledged and is left out");
    }
    end = whole;
    final String lines = new String(all, 0, whole, StandardCharsets.UTF_8);
    int number = 0;
    for (String line : lines.lines().toList()) {
      waiting.add(codec.read("line %d of %s".formatted(++number, path), line, type));
    }
    if (!waiting.isEmpty()) {
      LOG.info("{} callbacks wait in the spool", waiting.size());
    }
  }
}
