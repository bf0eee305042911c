package dev.agentpay.store;

import dev.agentpay.core.CallbackSpool;
import dev.agentpay.core.Origin;
import dev.agentpay.core.PaymentStatus;
import dev.agentpay.core.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file with one callback a line, synced before each is acknowledged. Best on another disk than
/// the database's. Once all are taken the file is empty again.
public final class FileSpool implements CallbackSpool, AutoCloseable {
  /// An hour of a hundred busy calls.
  static final int MAX_CALLBACKS = 100_000;

  /// A callback is under a kilobyte.
  static final long MAX_BYTES = 64L * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(FileSpool.class);

  private final Codec codec = new Codec();
  private final Deque<Kept> waiting = new ArrayDeque<>();
  private final FileChannel file;

  private FileSpool(FileChannel file) {
    this.file = file;
  }

  /// Opens the spool; what an earlier process left in it waits first.
  ///
  /// @throws StoreUnavailableException when the file cannot be used
  public static FileSpool open(Path path) {
    try {
      final FileSpool spool =
          new FileSpool(
              FileChannel.open(
                  path,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE));
      spool.load(Files.readAllLines(path));
      return spool;
    } catch (IOException e) {
      throw new StoreUnavailableException("the spool %s cannot be used".formatted(path), e);
    }
  }

  @Override
  public synchronized void keep(PaymentStatus status, Origin origin) {
    final Kept kept = new Kept(status, origin);
    final byte[] line = (codec.write(kept) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      final long end = file.size();
      if (waiting.size() >= MAX_CALLBACKS || end + line.length > MAX_BYTES) {
        throw new StoreUnavailableException(
            "the store is away and the spool is full", new IllegalStateException());
      }
      final ByteBuffer bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        file.write(bytes, end + bytes.position());
      }
      file.force(false);
    } catch (IOException e) {
      throw new StoreUnavailableException("the spool does not take callbacks", e);
    }
    waiting.add(kept);
  }

  @Override
  public synchronized Optional<Kept> oldest() {
    return Optional.ofNullable(waiting.peek());
  }

  @Override
  public synchronized void removeOldest() {
    waiting.poll();
    if (waiting.isEmpty()) {
      try {
        file.truncate(0);
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

  private void load(List<String> lines) {
    for (String line : lines) {
      try {
        if (!line.isBlank()) {
          waiting.add(codec.read(line, Kept.class));
        }
      } catch (IllegalStateException e) {
        LOG.warn("a torn line of the spool was never acknowledged; it is left out");
      }
    }
    if (!waiting.isEmpty()) {
      LOG.info("{} callbacks wait in the spool", waiting.size());
    }
  }
}
