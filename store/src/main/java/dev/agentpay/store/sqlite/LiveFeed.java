package dev.agentpay.store.sqlite;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Feed;
import dev.agentpay.events.LiveUpdate;
import dev.agentpay.store.LoggedEvent;
import dev.agentpay.store.Subscriber;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Delivers durable events to the subscribers that may see them, and replays the log to subscribers
/// that reconnect. A position consists of the feed's name and an event's sequence number, so that a
/// position of another or a reset store is detected.
final class LiveFeed implements Feed, GroupCommit.CommitListener {
  /// Number of events in one page of a replay: at most a few hundred kilobytes.
  static final int PAGE = 500;

  private final EventRows events;
  private final String prefix;
  private final Set<Subscriber> supervisors = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<AgentId, Set<Subscriber>> agents = new ConcurrentHashMap<>();
  private volatile long newest;

  /// @param name unique name of this feed, the first part of its positions
  LiveFeed(EventRows events, String name) {
    this.events = events;
    this.prefix = name + "-";
    this.newest = events.newest();
  }

  /// Called only by the writer.
  @Override
  public void publish(List<LoggedEvent> durable) {
    newest = durable.getLast().seq();
    for (LoggedEvent logged : durable) {
      final Set<Subscriber> owners =
          logged.event().audience().map(this::readersOf).orElse(Set.of());
      if (!owners.isEmpty() || !supervisors.isEmpty()) {
        final Fact fact = fact(logged.seq(), logged.event());
        owners.forEach(s -> s.receiveEvent(logged.seq(), fact));
        supervisors.forEach(s -> s.receiveEvent(logged.seq(), fact));
      }
    }
  }

  @Override
  public void catchUp() {
    List<LoggedEvent> page = events.after(newest, Optional.empty(), PAGE);
    while (!page.isEmpty()) {
      publish(page);
      page = events.after(newest, Optional.empty(), PAGE);
    }
  }

  @Override
  public void publish(LiveUpdate update) {
    final Update item = new Update(update);
    readersOf(update.audience()).forEach(s -> s.receiveUpdate(item));
    supervisors.forEach(s -> s.receiveUpdate(item));
  }

  @Override
  public String position() {
    return prefix + newest;
  }

  @Override
  public Subscription subscribe(Optional<AgentId> audience, Optional<String> after, Reader reader) {
    final Subscriber subscriber = new Subscriber(reader, s -> unregister(audience, s));
    if (after.isEmpty()) {
      register(audience, subscriber);
      subscriber.goLive(0);
      return subscriber;
    }
    // Replay most of a long log before new items are buffered for the subscriber.
    long seq = replay(subscriber, audience, parse(after.get()));
    register(audience, subscriber);
    do {
      seq = replay(subscriber, audience, seq);
    } while (!subscriber.goLive(seq));
    return subscriber;
  }

  private long replay(Subscriber subscriber, Optional<AgentId> audience, long after) {
    long seq = after;
    List<LoggedEvent> page;
    do {
      page = events.after(seq, audience, PAGE);
      for (LoggedEvent logged : page) {
        if (!subscriber.offerReplayed(fact(logged.seq(), logged.event()))) {
          return seq;
        }
        seq = logged.seq();
      }
    } while (page.size() == PAGE);
    return seq;
  }

  private Fact fact(long seq, EventEnvelope event) {
    return new Fact(prefix + seq, event);
  }

  private long parse(String position) {
    final long seq = position.startsWith(prefix) ? number(position.substring(prefix.length())) : -1;
    if (seq < 0 || (seq > newest && seq > events.newest())) {
      throw new IllegalArgumentException(
          "this position does not belong to this feed; load the current state again");
    }
    return seq;
  }

  private static long number(String digits) {
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
  }

  private Set<Subscriber> readersOf(AgentId agent) {
    final @Nullable Set<Subscriber> readers = agents.get(agent);
    return readers == null ? Set.of() : readers;
  }

  private void register(Optional<AgentId> audience, Subscriber subscriber) {
    if (audience.isEmpty()) {
      supervisors.add(subscriber);
    } else {
      agents.compute(
          audience.get(),
          (_, readers) -> {
            final Set<Subscriber> all = readers == null ? ConcurrentHashMap.newKeySet() : readers;
            all.add(subscriber);
            return all;
          });
    }
    if (subscriber.isClosed()) {
      unregister(audience, subscriber);
    }
  }

  private void unregister(Optional<AgentId> audience, Subscriber subscriber) {
    if (audience.isEmpty()) {
      supervisors.remove(subscriber);
    } else {
      agents.computeIfPresent(
          audience.get(),
          (_, readers) -> {
            readers.remove(subscriber);
            return readers.isEmpty() ? null : readers;
          });
    }
  }
}
