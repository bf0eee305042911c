package dev.agentpay.compat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Feed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/// Waits for what an instruction came to: these clients take an answer for done, and ours is given
/// before Twilio has heard of it.
final class Followed implements AutoCloseable {
  /// As long as these clients wait themselves.
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /// More events of one agent than happen within the patience.
  private static final int MAX_WAITING = 1_000;

  private final LinkedBlockingQueue<EventEnvelope> events = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Feed.Subscription subscription;

  /// Follows what happens to an agent's sessions from now on.
  Followed(Feed feed, AgentId agent) {
    subscription =
        feed.subscribe(
            Optional.of(agent),
            Optional.empty(),
            item -> !(item instanceof Feed.Fact fact) || events.offer(fact.event()));
  }

  /// The first thing that an event tells.
  ///
  /// @param of which events are looked at
  /// @param tells what it tells; empty: go on
  /// @return empty when nothing has told it in time
  <T> Optional<T> first(Predicate<EventEnvelope> of, Function<EventEnvelope, Optional<T>> tells) {
    final long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (true) {
        final EventEnvelope event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event == null) {
          return Optional.empty();
        }
        final Optional<T> told = of.test(event) ? tells.apply(event) : Optional.empty();
        if (told.isPresent()) {
          return told;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    subscription.close();
  }
}
