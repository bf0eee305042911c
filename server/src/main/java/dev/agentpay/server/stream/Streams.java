package dev.agentpay.server.stream;

import dev.agentpay.events.AgentId;
import dev.agentpay.server.http.Meters;
import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemType;
import dev.agentpay.server.options.Limits;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// All open streams: how many there may be, and the one timer that keeps them alive.
public final class Streams implements AutoCloseable {
  /// How long a stream that is to end may take to write out what waits.
  private static final Duration GRACE = Duration.ofSeconds(5);

  /// How long a server that stops waits for its streams to end well.
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  /// How many times within a heartbeat's length the streams are looked at: few, as it touches them
  /// all, and enough that a heartbeat is not late by much.
  private static final int LOOKS = 4;

  private final Limits limits;
  private final InstantSource clock;
  private final Counter refused;
  private final Set<LiveStream> open = ConcurrentHashMap.newKeySet();
  private final Map<AgentId, Integer> perUser = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("stream-heartbeat").factory());

  public Streams(Limits limits, InstantSource clock, Meters meters) {
    this.limits = limits;
    this.clock = clock;
    this.refused =
        meters.counter("agentpay.streams.refused", "Streams that were not opened: too many");
    meters.gauge("agentpay.streams.open", "Live streams that are open", open::size);
    final long every = Math.max(1, limits.heartbeat().toMillis() / LOOKS);
    final var _ = timer.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
  }

  /// Takes a place for one more stream; it is given back when the stream is over.
  ///
  /// @throws ProblemException `TOO_MANY`
  void admit(AgentId user, LiveStream stream) {
    final boolean hasRoom = open.size() < limits.streams();
    if (!hasRoom || perUser.merge(user, 1, Integer::sum) > limits.streamsPerUser()) {
      if (hasRoom) {
        release(user);
      }
      refused.increment();
      throw new ProblemException(
          ProblemType.TOO_MANY,
          hasRoom
              ? "%d streams are open already; close some".formatted(limits.streamsPerUser())
              : "this server has no room for another stream",
          List.of(),
          Optional.of(limits.heartbeat()));
    }
    open.add(stream);
    final var _ =
        stream
            .ended()
            .whenComplete(
                (_, _) -> {
                  open.remove(stream);
                  release(user);
                });
  }

  private void release(AgentId user) {
    perUser.computeIfPresent(user, (_, had) -> had > 1 ? had - 1 : null);
  }

  private void look() {
    final long now = System.nanoTime();
    final long beatBefore = now - limits.heartbeat().toNanos() * (LOOKS - 1) / LOOKS;
    final Instant time = clock.instant();
    for (LiveStream stream : open) {
      if (!stream.expires().isAfter(time)) {
        stream.end(); // its token has ended; a new one opens a new stream
      }
      stream.beat(beatBefore);
      stream.cutIfEndingSince(now - GRACE.toNanos());
    }
  }

  /// Ends all streams; their readers come back to another node, or to this one.
  @Override
  public void close() {
    timer.shutdownNow();
    open.forEach(LiveStream::end);
    final CompletableFuture<?>[] all =
        open.stream().map(LiveStream::ended).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(all).get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      open.forEach(LiveStream::forsake); // their connections are closed with the server
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
