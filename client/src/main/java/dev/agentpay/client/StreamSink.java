package dev.agentpay.client;

import dev.agentpay.client.model.ConnectionChange;
import dev.agentpay.client.model.Digits;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.Snapshot;
import dev.agentpay.client.model.StreamItem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.BlockingQueue;

/// Where a stream's items go.
interface StreamSink {
  /// Waits until there is room.
  void tell(StreamItem item) throws InterruptedException;

  /// The last item, when nobody may be there any more: without waiting.
  void tellLast(StreamItem item);

  static StreamSink of(BlockingQueue<? super StreamItem> queue) {
    return new StreamSink() {
      @Override
      public void tell(StreamItem item) throws InterruptedException {
        queue.put(item);
      }

      @Override
      public void tellLast(StreamItem item) {
        final boolean room = queue.offer(item);
        if (!room) {
          System.getLogger(PayStream.class.getName())
              .log(Level.DEBUG, "the stream is closed and its queue is full");
        }
      }
    };
  }

  static StreamSink of(StreamListener listener) {
    final Logger log = System.getLogger(PayStream.class.getName());
    return new StreamSink() {
      @Override
      public void tell(StreamItem item) {
        try {
          dispatch(listener, item);
        } catch (RuntimeException e) {
          log.log(Level.WARNING, "a stream's listener failed; the stream goes on", e);
        }
      }

      @Override
      public void tellLast(StreamItem item) {
        tell(item);
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
