package dev.agentpay.server.stream;

import dev.agentpay.auth.Tokens;
import dev.agentpay.events.Feed;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The SSE connection of one reader. Items wait in a bounded queue, so that publishers never block.
/// A virtual thread writes them and runs only while there is something to write.
///
/// If the queue is full, the reader gets what is in it, and then the connection ends. The reader
/// reconnects with its last position.
final class LiveStream implements Feed.Reader {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

  private final Frames frames;
  private final Predicate<Feed.Item> visible;
  private final UUID id = UUID.randomUUID();
  private final Tokens.Bearer bearer;
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
  private boolean tooSlow;
  private Optional<Instant> confirmed = Optional.empty();
  private long quietSince = System.nanoTime();
  private long endingSince;

  /// The underlying HTTP connection.
  ///
  /// @param out blocks while the reader is slow
  /// @param cut closes the connection immediately, even during a blocked write
  record Connection(OutputStream out, Runnable cut) {}

  /// @param bearer the reader; the connection ends with the token or the sign-in
  /// @param visible what the reader's token may see of what the reader may see; may read the store
  /// @param longest the most items that may wait
  LiveStream(Frames frames, Tokens.Bearer bearer, Predicate<Feed.Item> visible, int longest) {
    this.frames = frames;
    this.visible = visible;
    this.bearer = bearer;
    this.longest = longest;
  }

  /// Completes when the connection has ended and nothing more is written.
  CompletableFuture<Void> ended() {
    return ended;
  }

  /// Whether it was ended because too many items waited for its reader.
  synchronized boolean isTooSlow() {
    return tooSlow;
  }

  /// Names this connection to its page, which confirms with it that it still reads.
  UUID id() {
    return id;
  }

  /// The page has told that it still reads.
  synchronized void confirm(Instant at) {
    confirmed = Optional.of(at);
  }

  /// Whether the page has confirmed before, but not since then: it is gone, and TCP has not noticed
  /// it.
  synchronized boolean isUnconfirmedSince(Instant time) {
    return confirmed.filter(at -> at.isBefore(time)).isPresent();
  }

  /// The user and the sign-in of the reader.
  Tokens.Bearer bearer() {
    return bearer;
  }

  /// Sets the subscription that is closed together with this connection.
  void feeds(Feed.Subscription from) {
    subscription.set(Optional.of(from));
    if (ended.isDone()) {
      from.close();
    }
  }

  /// Adds a frame before everything from the feed.
  synchronized void begin(byte[] frame) {
    waiting.add(frame);
  }

  /// Starts writing to this connection, beginning with what has accumulated.
  synchronized void connect(Connection to) {
    connection = Optional.of(to);
    wake();
  }

  @Override
  public boolean offer(Feed.Item item) {
    return put(item);
  }

  /// Sends a heartbeat if nothing was sent since `before`.
  synchronized void beat(long before) {
    if (!writing && !ending && waiting.isEmpty() && quietSince - before < 0) {
      put(Frames.HEARTBEAT);
    }
  }

  /// Ends the connection after the waiting items are written.
  synchronized void end() {
    if (!ending) {
      ending = true;
      endingSince = System.nanoTime();
    }
    wake();
  }

  /// Prevents that [#ended] completes: the server itself is stopping.
  synchronized void forsake() {
    forsaken = true;
  }

  /// Closes the connection if it should have ended before `before` but is still open.
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
      LOG.info(
          "Ending an SSE connection: its reader is too slow, {} items are waiting", waiting.size());
      tooSlow = true;
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
        if (next.get() instanceof byte[] frame) {
          out.write(frame);
        } else if (visible.test((Feed.Item) next.get())) {
          out.write(frames.of((Feed.Item) next.get()));
        }
      }
    } catch (IOException _) {
      over(); // the reader has disconnected or was cut off
    } catch (RuntimeException e) {
      LOG.warn(
          "Ending an SSE connection after a failure; its reader will resume: {}",
          e.getClass().getName());
      over();
    }
  }

  /// Returns the next item. Flushes before it returns that there is none.
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
      writing = ending; // after the end nothing is written again
      quietSince = System.nanoTime();
      isOver = ending;
    }
    if (isOver) {
      over();
    }
    return Optional.empty();
  }

  /// Releases everything: nothing is written or expected any more.
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
