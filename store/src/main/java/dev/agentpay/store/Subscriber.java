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

/// One reader of the feed. While the log is replayed to it, what is new waits in a buffer; then it
/// goes live, and each event reaches it once whichever way it came.
public final class Subscriber implements Subscription {
  /// Most items that wait for a replay to end. What does not fit is read from the log.
  public static final int MAX_BUFFERED = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

  private final Reader reader;
  private final Consumer<Subscriber> leave;
  private final Queue<Waiting> buffer = new ArrayDeque<>();
  private long seq;
  private boolean live;
  private boolean overflowed;
  private volatile boolean over;

  /// @param seq of an event; 0 for news
  private record Waiting(long seq, Item item) {}

  /// @param leave called when the subscription is over, perhaps twice
  public Subscriber(Reader reader, Consumer<Subscriber> leave) {
    this.reader = reader;
    this.leave = leave;
  }

  public boolean isOver() {
    return over;
  }

  /// An event that is durable now.
  public void fact(long itsSeq, Fact fact) {
    take(itsSeq, fact);
  }

  public void update(Update update) {
    take(0, update);
  }

  private synchronized void take(long itsSeq, Item item) {
    if (over) {
      return;
    }
    if (live) {
      hand(itsSeq, item);
    } else if (buffer.size() < MAX_BUFFERED) {
      buffer.add(new Waiting(itsSeq, item));
    } else {
      overflowed |= itsSeq > 0;
    }
  }

  /// An event from the log. Without the lock, so that the writer need not wait for a replay: all
  /// that it has for this reader goes into the buffer meanwhile.
  ///
  /// @return false when the subscription is over
  public boolean replayed(Fact fact) {
    offer(fact);
    return !over;
  }

  /// Hands over what waited, and from now on everything as it comes.
  ///
  /// @param replayed the last event that the reader has had
  /// @return false when some of it did not fit and must be read from the log
  public synchronized boolean goLive(long replayed) {
    seq = replayed;
    if (overflowed && !over) {
      overflowed = false;
      buffer.clear();
      return false;
    }
    for (Waiting waiting = buffer.poll(); waiting != null && !over; waiting = buffer.poll()) {
      hand(waiting.seq(), waiting.item());
    }
    buffer.clear();
    live = true;
    return true;
  }

  private void hand(long itsSeq, Item item) {
    if (itsSeq == 0 || itsSeq > seq) {
      seq = Math.max(seq, itsSeq);
      offer(item);
    }
  }

  private void offer(Item item) {
    try {
      if (!over && !reader.offer(item)) {
        close();
      }
    } catch (RuntimeException e) {
      LOG.warn("a reader of the feed failed and is cut off", e);
      close();
    }
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      leave.accept(this);
    }
  }
}
