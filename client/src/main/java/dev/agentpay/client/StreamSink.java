package dev.agentpay.client;

import dev.agentpay.client.model.ConnectionChange;
import dev.agentpay.client.model.Digits;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.Snapshot;
import dev.agentpay.client.model.StreamItem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.BlockingQueue;

/// The destination of a stream's items.
interface StreamSink {
  /// Waits until there is space.
  void deliver(StreamItem item) throws InterruptedException;

  /// Delivers the last item without waiting, because nobody may read any more.
  void deliverLast(StreamItem item);

  static StreamSink of(BlockingQueue<? super StreamItem> queue) {
    return new StreamSink() {
      @Override
      public void deliver(StreamItem item) throws InterruptedException {
        queue.put(item);
      }

      @Override
      public void deliverLast(StreamItem item) {
        final boolean room = queue.offer(item);
        if (!room) {
          System.getLogger(PayStream.class.getName())
              .log(Level.DEBUG, "the queue is full; the stream's CLOSED notice was dropped");
        }
      }
    };
  }

  static StreamSink of(StreamListener listener) {
    final Logger log = System.getLogger(PayStream.class.getName());
    return new StreamSink() {
      @Override
      public void deliver(StreamItem item) {
        try {
          dispatch(listener, item);
        } catch (RuntimeException e) {
          log.log(Level.WARNING, "a stream listener failed; the stream continues", e);
        }
      }

      @Override
      public void deliverLast(StreamItem item) {
        deliver(item);
      }
    };
  }

  private static void dispatch(StreamListener listener, StreamItem item) {
    if (item instanceof Snapshot snapshot) {
      listener.snapshot(snapshot);
    } else if (item instanceof PayEvent event) {
      listener.event(event);
    } else if (item instanceof Digits digits) {
      listener.digits(digits);
    } else if (item instanceof ConnectionChange change) {
      listener.connection(change);
    }
  }
}
