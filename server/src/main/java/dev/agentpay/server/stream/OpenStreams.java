package dev.agentpay.server.stream;

import dev.agentpay.auth.Caller;
import dev.agentpay.auth.SignIns;
import dev.agentpay.calls.Calls;
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
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Registry of open SSE connections. Limits their number, runs the timer for heartbeats and expiry,
/// and notices when an agent has no page left or a user is idle.
public final class OpenStreams implements AutoCloseable {
  /// How long an ending connection may take to write the waiting items.
  private static final Duration GRACE = Duration.ofSeconds(5);

  /// How long a stopping server waits for its connections to end cleanly.
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  /// How often per heartbeat interval the timer runs. Each run visits all connections, so the
  /// number is small; an idle connection is silent for about one heartbeat interval at most.
  private static final int CHECKS_PER_HEARTBEAT = 4;

  /// Longest time between two runs, so that an agent without a page is noticed in time.
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /// How long a page that confirms its connection may be silent. It confirms every ten seconds. A
  /// computer that sleeps, or has lost its network, closes no connection, and TCP would notice only
  /// after a quarter of an hour. Programs need not confirm.
  private static final Duration CONFIRMED_FOR = Duration.ofSeconds(30);

  private final Limits limits;
  private final SignIns signIns;
  private final IdleCheck idleCheck;
  private final InstantSource clock;
  private final Counter refused;
  private final Counter slow;
  private final Presence presence;
  private final Set<LiveStream> open = ConcurrentHashMap.newKeySet();
  private final Map<AgentId, Integer> perUser = new ConcurrentHashMap<>();
  private final Map<Named, LiveStream> byName = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("stream-heartbeat").factory());

  private record Named(AgentId user, String id) {}

  /// @param awayAfter how long after their last page is gone an agent is set to away
  /// @param pages where else agents have pages open
  public OpenStreams(
      Limits limits,
      Calls calls,
      Duration awayAfter,
      AgentPages pages,
      SignIns signIns,
      InstantSource clock,
      Meters meters) {
    this.limits = limits;
    this.signIns = signIns;
    this.idleCheck = new IdleCheck(signIns);
    this.clock = clock;
    this.presence = new Presence(calls, awayAfter, pages);
    this.refused =
        meters.counter(
            "agentpay.streams.refused",
            "SSE connections that were refused because there were too many");
    this.slow =
        meters.counter(
            "agentpay.streams.slow", "SSE connections that were ended because of a slow reader");
    meters.gauge("agentpay.streams.open", "Open SSE connections", open::size);
    final long every =
        Math.clamp(
            limits.heartbeat().toMillis() / CHECKS_PER_HEARTBEAT, 1, LONGEST_PAUSE.toMillis());
    final ScheduledFuture<?> _ =
        timer.scheduleWithFixedDelay(this::check, every, every, TimeUnit.MILLISECONDS);
  }

  /// Registers a connection; it is removed when it ends.
  ///
  /// @throws ProblemException `TOO_MANY` if the user or the server has too many; retry after one
  ///   heartbeat interval
  void admit(Caller caller, LiveStream stream) {
    final AgentId user = caller.name();
    final boolean hasRoom = open.size() < limits.streams();
    if (!hasRoom || perUser.merge(user, 1, Integer::sum) > limits.streamsPerUser()) {
      if (hasRoom) {
        release(user);
      }
      refused.increment();
      throw new ProblemException(
          ProblemType.TOO_MANY,
          hasRoom
              ? "you already have %s pages with live updates open; close some"
                  .formatted(limits.streamsPerUser())
              : "this server has reached its limit of SSE connections; try another node or later",
          List.of(),
          Optional.of(limits.heartbeat()));
    }
    open.add(stream);
    final Named name = new Named(user, stream.id().toString());
    byName.put(name, stream);
    // An embedded page is no desk: to close it must not set a ready agent to away.
    final boolean isAgent = !caller.isSupervisor() && !caller.isPinned();
    if (isAgent) {
      presence.opened(user);
    }
    final CompletableFuture<Void> _ =
        stream
            .ended()
            .whenComplete(
                (_, _) -> {
                  open.remove(stream);
                  if (stream.isTooSlow()) {
                    slow.increment();
                  }
                  byName.remove(name);
                  release(user);
                  if (isAgent) {
                    presence.closed(user, clock.instant());
                  }
                });
  }

  /// Takes a page's word that it still reads its connection. If several nodes serve one address,
  /// this must reach the node with the connection.
  ///
  /// @return false if this user has no such connection
  boolean confirm(AgentId user, String id) {
    final Optional<LiveStream> stream = Optional.ofNullable(byName.get(new Named(user, id)));
    stream.ifPresent(found -> found.confirm(clock.instant()));
    return stream.isPresent();
  }

  private void release(AgentId user) {
    perUser.computeIfPresent(user, (_, had) -> had > 1 ? had - 1 : null);
  }

  private void check() {
    final long now = System.nanoTime();
    final long beatBefore =
        now - limits.heartbeat().toNanos() * (CHECKS_PER_HEARTBEAT - 1) / CHECKS_PER_HEARTBEAT;
    final Instant time = clock.instant();
    for (LiveStream stream : open) {
      if (!stream.bearer().expiresAt().isAfter(time)
          || signIns.isKnownToHaveEnded(stream.bearer().signIn())
          || stream.isUnconfirmedSince(time.minus(CONFIRMED_FOR))) {
        stream.end();
      }
      stream.beat(beatBefore);
      stream.cutIfEndingSince(now - GRACE.toNanos());
    }
    idleCheck.check(open.stream().map(LiveStream::bearer).toList());
    presence.check(time);
  }

  /// Ends all connections. Their readers reconnect to another node, or to this one after a restart.
  @Override
  public void close() {
    timer.shutdownNow();
    open.forEach(LiveStream::end);
    final CompletableFuture<?>[] all =
        open.stream().map(LiveStream::ended).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(all).get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      open.forEach(LiveStream::forsake); // the server closes these connections when it stops
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
