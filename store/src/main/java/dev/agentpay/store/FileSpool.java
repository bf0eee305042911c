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

/// A file with one callback a line, synced before each is acknowledged: the name of its kind, a
/// space, and its JSON. Best on another disk than the database's. Once all are taken the file is
/// empty again.
public final class FileSpool implements Spool, AutoCloseable {
  /// An hour of a hundred busy calls.
  static final int MAX_CALLBACKS = 100_000;

  /// A callback is under a kilobyte.
  static final long MAX_BYTES = 64L * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(FileSpool.class);

  private final Codec codec;
  private final Class<? extends Callback> unnamed;
  private final Deque<Callback> waiting = new ArrayDeque<>();
  private final Map<String, Integer> queues = new HashMap<>();
  private final FileChannel file;
  private final int most;

  /// Behind the last whole line. What is beyond it was never acknowledged.
  private long end;

  private FileSpool(FileChannel file, Class<? extends Callback> unnamed, Schema schema, int most) {
    this.codec = new Codec(schema);
    this.unnamed = unnamed;
    this.file = file;
    this.most = most;
  }

  /// Opens the spool; what an earlier process left in it waits first.
  ///
  /// @param unnamed of what kind the lines are that version 0.1 wrote: they have no name
  /// @throws StoreUnavailableException when the file cannot be used
  /// @throws NewerVersionException when a newer version wrote into it
  public static FileSpool open(Path path, Class<? extends Callback> unnamed, Schema schema) {
    try {
      return open(
          path,
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
          unnamed,
          schema,
          MAX_CALLBACKS);
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  /// @param file of that path
  /// @param most callbacks that may wait
  static FileSpool open(
      Path path, FileChannel file, Class<? extends Callback> unnamed, Schema schema, int most) {
    final FileSpool spool = new FileSpool(file, unnamed, schema, most);
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
  public synchronized void keep(Callback kept) {
    final String text = codec.types().of(kept) + ' ' + codec.write(kept) + '\n';
    final byte[] line = text.getBytes(StandardCharsets.UTF_8);
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
        LOG.warn("the spool could not be emptied; what is in it will be taken again", e);
      }
    }
  }

  private void empty() throws IOException {
    file.truncate(0);
    end = 0;
    file.force(false);
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
      final String where = "line %d of %s".formatted(++number, path);
      try {
        add(read(where, line));
      } catch (NewerVersionException newer) {
        throw newer;
      } catch (RuntimeException damaged) {
        putAside(path, line);
        LOG.error("{} is put into {}: {}", where, damaged(path), Traces.of(damaged));
      }
    }
    if (waiting.isEmpty()) {
      empty();
    } else {
      LOG.info("{} callbacks wait in the spool", waiting.size());
    }
  }

  private Callback read(String where, String line) {
    if (line.startsWith("{")) {
      return codec.read(where, line, unnamed);
    }
    final int space = line.indexOf(' ');
    if (space < 0) {
      throw new IllegalStateException(where + " has no name of a kind");
    }
    return (Callback) codec.work(where, line.substring(0, space), line.substring(space + 1));
  }

  /// Keeps a line for a person. Should the process die now it is kept twice.
  private static void putAside(Path path, String line) throws IOException {
    try (FileChannel file =
        FileChannel.open(damaged(path), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      final ByteBuffer bytes = ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
  }

  private static Path damaged(Path path) {
    return path.resolveSibling(path.getFileName() + ".damaged");
  }
}
