package dev.agentpay.client;

import static org.assertj.core.api.Assertions.fail;

import dev.agentpay.client.model.ConnectionChange;
import dev.agentpay.client.model.ConnectionState;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.StreamItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Collects what a stream delivers, so that a test can wait for an item.
final class ReceivedItems {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  final BlockingQueue<StreamItem> queue = new LinkedBlockingQueue<>();
  private final List<StreamItem> all = new ArrayList<>();

  /// Waits for the next matching item. Items before it remain available in [#all].
  <T extends StreamItem> T await(Class<T> kind, Predicate<T> wanted) {
    final long deadline = System.nanoTime() + TIMEOUT.toNanos();
    try {
      while (true) {
        final StreamItem item = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (item == null) {
          return fail(
              "no matching %s within %s; received: %s"
                  .formatted(kind.getSimpleName(), TIMEOUT, all));
        }
        all.add(item);
        if (kind.isInstance(item) && wanted.test(kind.cast(item))) {
          return kind.cast(item);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail("interrupted");
    }
  }

  <T extends StreamItem> T await(Class<T> kind) {
    return await(kind, item -> true);
  }

  void awaitLive() {
    await(ConnectionChange.class, change -> change.state() == ConnectionState.LIVE);
  }

  PayEvent awaitEvent(String type) {
    return await(PayEvent.class, event -> event.type().equals(type));
  }

  <T extends StreamItem> List<T> all(Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
