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

/// What a stream has told, for a test that waits for more.
final class Heard {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final BlockingQueue<StreamItem> queue = new LinkedBlockingQueue<>();
  private final List<StreamItem> all = new ArrayList<>();

  /// The next item of that kind; what is told before it is kept in [#all].
  <T extends StreamItem> T next(Class<T> kind, Predicate<T> wanted) {
    final long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (true) {
        final StreamItem item = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (item == null) {
          return fail(
              "no such %s within %s; heard: %s".formatted(kind.getSimpleName(), PATIENCE, all));
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

  <T extends StreamItem> T next(Class<T> kind) {
    return next(kind, item -> true);
  }

  void live() {
    next(ConnectionChange.class, change -> change.state() == ConnectionState.LIVE);
  }

  PayEvent event(String type) {
    return next(PayEvent.class, event -> event.type().equals(type));
  }

  <T extends StreamItem> List<T> all(Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
