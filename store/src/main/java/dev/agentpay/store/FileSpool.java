package dev.agentpay.store;

import dev.agentpay.events.Callback;
import dev.agentpay.events.NewerVersionException;
import dev.agentpay.events.Schema;
import dev.agentpay.events.Spool;
import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.events.Traces;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Spool in a file with one callback per line: the name of its type, a space, and its JSON. Each
/// line is synced to disk before the callback is acknowledged. Use another disk than the
/// database's. When all callbacks are removed, the file is truncated.
public final class FileSpool implements Spool, AutoCloseable {
  /// Enough for one hour of a hundred busy calls.
  static final int MAX_CALLBACKS = 100_000;

  /// A callback takes less than a kilobyte.
  static final long MAX_BYTES = 64L * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(FileSpool.class);

  private final Codec codec;
  private final Class<? extends Callback> defaultType;
  private final Deque<Callback> waiting = new ArrayDeque<>();
  private final Map<String, Integer> queues = new HashMap<>();
  private final FileChannel file;
  private final int maxCallbacks;

  /// End of the last complete line. Bytes after it were never acknowledged.
  private long end;

  private FileSpool(
      FileChannel file, Class<? extends Callback> defaultType, Schema schema, int maxCallbacks) {
    this.codec = new Codec(schema);
    this.defaultType = defaultType;
    this.file = file;
    this.maxCallbacks = maxCallbacks;
  }

  /// Opens the spool. Callbacks that an earlier process left in it come first.
  ///
  /// @param defaultType type of the lines that version 0.1 wrote, which have no name
  /// @throws StoreUnavailableException if the file cannot be used
  /// @throws NewerVersionException if a newer version wrote to it
  public static FileSpool open(Path path, Class<? extends Callback> defaultType, Schema schema) {
    try {
      PrivateFiles.prepare(path);
      return open(
          path,
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
          defaultType,
          schema,
          MAX_CALLBACKS);
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  /// @param file the open file at this path
  /// @param maxCallbacks maximum number of callbacks in the spool
  static FileSpool open(
      Path path,
      FileChannel file,
      Class<? extends Callback> defaultType,
      Schema schema,
      int maxCallbacks) {
    final FileSpool spool = new FileSpool(file, defaultType, schema, maxCallbacks);
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
    return new StoreUnavailableException(
        "the spool file %s cannot be read or written".formatted(path), e);
  }

  @Override
  public synchronized void keep(Callback kept) {
    final String text = codec.types().of(kept) + ' ' + codec.write(kept) + '\n';
    final byte[] line = text.getBytes(StandardCharsets.UTF_8);
    if (waiting.size() >= maxCallbacks || end + line.length > MAX_BYTES) {
      throw new StoreUnavailableException(
          "the store is unavailable and the spool is full; try again later",
          new IllegalStateException());
    }
    try {
      if (file.size() > end) {
        file.truncate(end); // remove the rest of a failed write
      }
      final ByteBuffer bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        file.write(bytes, end + bytes.position());
      }
      file.force(false);
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot write to the spool", e);
    }
    end += line.length;
    add(kept);
  }

  @Override
  public synchronized Optional<Callback> oldest() {
    return Optional.ofNullable(waiting.peek());
  }

  @Override
  public synchronized boolean holds(String queue) {
    return queues.containsKey(queue);
  }

  private void add(Callback callback) {
    waiting.add(callback);
    queues.merge(callback.queue(), 1, Integer::sum);
  }

  @Override
  public synchronized void removeOldest() {
    final Callback removed = waiting.poll();
    if (removed != null) {
      queues.computeIfPresent(removed.queue(), (_, left) -> left > 1 ? left - 1 : null);
    }
    if (waiting.isEmpty()) {
      try {
        empty();
      } catch (IOException e) {
        LOG.warn(
            "Could not empty the spool; its callbacks will be handled again at the next start", e);
      }
    }
  }

  private void empty() throws IOException {
    file.truncate(0);
    end = 0;
    file.force(false);
  }

  /// Number of callbacks in the spool.
  public synchronized int size() {
    return waiting.size();
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("Could not close the spool cleanly", e);
    }
  }

  private void load(Path path) throws IOException {
    final byte[] all = Files.readAllBytes(path);
    int completeLength = all.length;
    while (completeLength > 0 && all[completeLength - 1] != '\n') {
      completeLength--;
    }
    if (completeLength < all.length) {
      LOG.warn("The spool's last line is incomplete. It was never acknowledged and is ignored");
    }
    end = completeLength;
    final String lines = new String(all, 0, completeLength, StandardCharsets.UTF_8);
    int number = 0;
    for (String line : lines.lines().toList()) {
      final String where = "line %s of %s".formatted(++number, path);
      try {
        add(read(where, line));
      } catch (NewerVersionException newer) {
        throw newer;
      } catch (RuntimeException damaged) {
        saveDamaged(path, line);
        LOG.error(
            "{} cannot be read and was copied to {}: {}",
            where,
            damagedFile(path),
            Traces.of(damaged));
      }
    }
    if (waiting.isEmpty()) {
      empty();
    } else {
      LOG.info("{} callbacks are waiting in the spool", waiting.size());
    }
  }

  private Callback read(String where, String line) {
    if (line.startsWith("{")) {
      return codec.read(where, line, defaultType);
    }
    final int space = line.indexOf(' ');
    if (space < 0) {
      throw new IllegalStateException(where + " has no type name");
    }
    return (Callback) codec.work(where, line.substring(0, space), line.substring(space + 1));
  }

  /// Saves a damaged line for a person to check. A restart before the spool is emptied saves it
  /// again.
  private static void saveDamaged(Path path, String line) throws IOException {
    PrivateFiles.prepare(damagedFile(path));
    try (FileChannel file =
        FileChannel.open(damagedFile(path), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      final ByteBuffer bytes = ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
  }

  private static Path damagedFile(Path path) {
    return path.resolveSibling(path.getFileName() + ".damaged");
  }
}
