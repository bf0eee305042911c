package dev.agentpay.server.stream;

import dev.agentpay.events.Feed;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One reader's stream. What is for it waits in a bounded queue, so that nobody who publishes ever
/// waits for a reader; a virtual thread writes it out, and lives only while there is something to
/// write.
///
/// A reader who is too slow for the queue gets what is in it and then the end of the stream: it
/// comes back with the last position it had.
final class LiveStream implements Feed.Reader {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

  private final Frames frames;
  private final Instant expires;
  private final int longest;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicReference<Optional<Feed.Subscription>> subscription =
      new AtomicReference<>(Optional.empty());

  // Guarded by `this`.
  private final Queue<Object> waiting = new ArrayDeque<>();
  private Optional<Connection> connection = Optional.empty();
  private boolean writing;
  private boolean ending;
  private boolean forsaken;
  private long quietSince = System.nanoTime();
  private long endingSince;

  /// Where a stream is written to.
  ///
  /// @param out blocks while the reader is slow
  /// @param cut ends the connection at once, also under a write that blocks
  record Connection(OutputStream out, Runnable cut) {}

  /// @param expires when the reader's token ends, and the stream with it
  /// @param longest most items that wait
  LiveStream(Frames frames, Instant expires, int longest) {
    this.frames = frames;
    this.expires = expires;
    this.longest = longest;
  }

  /// Completes when the stream is over and nothing is written any more.
  CompletableFuture<Void> ended() {
    return ended;
  }

  Instant expires() {
    return expires;
  }

  /// What is ended together with the stream.
  void feeds(Feed.Subscription from) {
    subscription.set(Optional.of(from));
    if (ended.isDone()) {
      from.close();
    }
  }

  /// Puts something in front of all that the feed brings.
  synchronized void begin(byte[] frame) {
    waiting.add(frame);
  }

  /// The reader is there: what has gathered is written from now on.
  synchronized void connect(Connection to) {
    connection = Optional.of(to);
    wake();
  }

  @Override
  public boolean offer(Feed.Item item) {
    return put(item);
  }

  /// Shows that the stream lives, if nothing else has shown it since.
  synchronized void beat(long before) {
    if (!writing && !ending && waiting.isEmpty() && quietSince - before < 0) {
      put(Frames.HEARTBEAT);
    }
  }

  /// Ends the stream after what waits.
  synchronized void end() {
    if (!ending) {
      ending = true;
      endingSince = System.nanoTime();
    }
    wake();
  }

  /// Tells nobody any more when the stream is over: the server it belonged to is going.
  synchronized void forsake() {
    forsaken = true;
  }

  /// Ends the stream at once when it was to end before and still has not.
  void cutIfEndingSince(long before) {
    final Optional<Connection> stuck;
    synchronized (this) {
      stuck = ending && endingSince - before < 0 ? connection : Optional.empty();
    }
    stuck.ifPresent(c -> c.cut().run());
  }

  private synchronized boolean put(Object item) {
    if (ending) {
      return false;
    }
    if (waiting.size() >= longest) {
      LOG.info("a stream's reader is too slow: {} items wait, it is ended", waiting.size());
      end();
      return false;
    }
    waiting.add(item);
    wake();
    return true;
  }

  private synchronized void wake() {
    if (!writing && connection.isPresent()) {
      writing = true;
      final OutputStream out = connection.get().out();
      Thread.ofVirtual().name("stream").start(() -> write(out));
    }
  }

  private void write(OutputStream out) {
    try {
      for (Optional<Object> next = next(out); next.isPresent(); next = next(out)) {
        out.write(next.get() instanceof byte[] frame ? frame : frames.of((Feed.Item) next.get()));
      }
    } catch (IOException _) {
      over(); // the reader has gone, or was cut off
    } catch (RuntimeException e) {
      LOG.warn("a stream is ended, its reader will resume: {}", e.getClass().getName());
      over();
    }
  }

  /// The next item; before there is none, what was written is flushed.
  private Optional<Object> next(OutputStream out) throws IOException {
    Optional<Object> next = poll();
    if (next.isEmpty()) {
      out.flush();
      next = pollOrRest();
    }
    return next;
  }

  private synchronized Optional<Object> poll() {
    return Optional.ofNullable(waiting.poll());
  }

  private Optional<Object> pollOrRest() {
    final boolean isOver;
    synchronized (this) {
      final Optional<Object> next = poll();
      if (next.isPresent()) {
        return next;
      }
      writing = ending; // once it is over nobody writes again
      quietSince = System.nanoTime();
      isOver = ending;
    }
    if (isOver) {
      over();
    }
    return Optional.empty();
  }

  /// Nothing is written any more, and nothing is awaited.
  void over() {
    final boolean tell;
    synchronized (this) {
      ending = true;
      writing = true;
      waiting.clear();
      connection = Optional.empty();
      tell = !forsaken;
    }
    subscription.get().ifPresent(Feed.Subscription::close);
    if (tell) {
      ended.complete(null);
    }
  }
}
