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

/// Waits for the result of an instruction. Existing clients expect that Twilio has accepted the
/// instruction when they get the response, but our services return earlier.
final class InstructionWait implements AutoCloseable {
  /// How long to wait; the existing clients give up after the same time.
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  /// More events than one agent can cause within the time-out.
  private static final int MAX_WAITING = 1_000;

  private final LinkedBlockingQueue<EventEnvelope> events = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Feed.Subscription subscription;

  /// Subscribes to the events of an agent's sessions.
  InstructionWait(Feed feed, AgentId agent) {
    subscription =
        feed.subscribe(
            Optional.of(agent),
            Optional.empty(),
            item -> !(item instanceof Feed.Fact fact) || events.offer(fact.event()));
  }

  /// Waits for an event with a result and returns that result.
  ///
  /// @param filter selects the events to look at
  /// @param result extracts the result of an event; empty: keep waiting
  /// @return empty if no event had a result in time
  <T> Optional<T> first(
      Predicate<EventEnvelope> filter, Function<EventEnvelope, Optional<T>> result) {
    final long end = System.nanoTime() + TIMEOUT.toNanos();
    try {
      while (true) {
        final EventEnvelope event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event == null) {
          return Optional.empty();
        }
        final Optional<T> found = filter.test(event) ? result.apply(event) : Optional.empty();
        if (found.isPresent()) {
          return found;
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
