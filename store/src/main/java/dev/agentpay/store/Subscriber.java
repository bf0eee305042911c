package dev.agentpay.store;

import dev.agentpay.events.Feed.Fact;
import dev.agentpay.events.Feed.Item;
import dev.agentpay.events.Feed.Reader;
import dev.agentpay.events.Feed.Subscription;
import dev.agentpay.events.Feed.Update;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One subscriber to the feed. While the log is replayed to it, new items wait in a buffer. After
/// that it gets items directly. Each event is delivered exactly once.
public final class Subscriber implements Subscription {
  /// Maximum number of buffered items during a replay. Events that do not fit are read from the
  /// log.
  public static final int MAX_BUFFERED = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

  private final Reader reader;
  private final Consumer<Subscriber> onClose;
  private final Queue<Waiting> buffer = new ArrayDeque<>();
  private long lastSeq;
  private boolean live;
  private boolean overflowed;
  private volatile boolean closed;

  /// @param seq sequence number of an event; 0 for a live update
  private record Waiting(long seq, Item item) {}

  /// @param onClose called when the subscription is closed; may be called twice
  public Subscriber(Reader reader, Consumer<Subscriber> onClose) {
    this.reader = reader;
    this.onClose = onClose;
  }

  public boolean isClosed() {
    return closed;
  }

  /// Delivers or buffers an event that has become durable.
  public void receiveEvent(long eventSeq, Fact fact) {
    receive(eventSeq, fact);
  }

  public void receiveUpdate(Update update) {
    receive(0, update);
  }

  private synchronized void receive(long eventSeq, Item item) {
    if (closed) {
      return;
    }
    if (live) {
      deliver(eventSeq, item);
    } else if (buffer.size() < MAX_BUFFERED) {
      buffer.add(new Waiting(eventSeq, item));
    } else {
      overflowed |= eventSeq > 0;
    }
  }

  /// Delivers an event from the log. Does not lock, so that the writer does not wait for a replay:
  /// new items go into the buffer in the meantime.
  ///
  /// @return false if the subscription is closed
  public boolean offerReplayed(Fact fact) {
    offer(fact);
    return !closed;
  }

  /// Delivers the buffered items, and from now on every item directly.
  ///
  /// @param replayed sequence number of the last replayed event
  /// @return false if events did not fit into the buffer and must be read from the log
  public synchronized boolean goLive(long replayed) {
    lastSeq = replayed;
    if (overflowed && !closed) {
      overflowed = false;
      buffer.clear();
      return false;
    }
    for (Waiting waiting = buffer.poll(); waiting != null && !closed; waiting = buffer.poll()) {
      deliver(waiting.seq(), waiting.item());
    }
    buffer.clear();
    live = true;
    return true;
  }

  private void deliver(long eventSeq, Item item) {
    if (eventSeq == 0 || eventSeq > lastSeq) {
      lastSeq = Math.max(lastSeq, eventSeq);
      offer(item);
    }
  }

  private void offer(Item item) {
    try {
      if (!closed && !reader.offer(item)) {
        close();
      }
    } catch (RuntimeException e) {
      LOG.warn("A reader of the feed failed; its subscription is closed", e);
      close();
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.accept(this);
    }
  }
}
