package dev.agentpay.store.sqlite;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Feed;
import dev.agentpay.events.LiveUpdate;
import dev.agentpay.store.Logged;
import dev.agentpay.store.Subscriber;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Hands what the writer made durable to whoever may see it, and replays the log to those who come
/// back. A position is the feed's own name and the place of an event, so that a position of another
/// store, or of an emptied one, is noticed.
final class LiveFeed implements Feed, GroupCommit.Audience {
  /// Events that one page of a replay reads: a few hundred kilobytes at most.
  static final int PAGE = 500;

  private final EventRows events;
  private final String prefix;
  private final Set<Subscriber> supervisors = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<AgentId, Set<Subscriber>> agents = new ConcurrentHashMap<>();
  private volatile long newest;

  /// @param name tells this feed's positions from others'
  LiveFeed(EventRows events, String name) {
    this.events = events;
    this.prefix = name + "-";
    this.newest = events.newest();
  }

  /// Called by the writer alone.
  @Override
  public void publish(List<Logged> durable) {
    newest = durable.getLast().seq();
    for (Logged logged : durable) {
      final Set<Subscriber> theirs =
          logged.recorded().audience().map(this::readersOf).orElse(Set.of());
      if (!theirs.isEmpty() || !supervisors.isEmpty()) {
        final Fact fact = fact(logged.seq(), logged.recorded());
        theirs.forEach(s -> s.fact(logged.seq(), fact));
        supervisors.forEach(s -> s.fact(logged.seq(), fact));
      }
    }
  }

  @Override
  public void catchUp() {
    List<Logged> page = events.after(newest, Optional.empty(), PAGE);
    while (!page.isEmpty()) {
      publish(page);
      page = events.after(newest, Optional.empty(), PAGE);
    }
  }

  @Override
  public void publish(LiveUpdate update) {
    final Update item = new Update(update);
    readersOf(update.audience()).forEach(s -> s.update(item));
    supervisors.forEach(s -> s.update(item));
  }

  @Override
  public String position() {
    return prefix + newest;
  }

  @Override
  public Subscription subscribe(Optional<AgentId> audience, Optional<String> after, Reader reader) {
    final Subscriber subscriber = new Subscriber(reader, s -> leave(audience, s));
    if (after.isEmpty()) {
      enter(audience, subscriber);
      subscriber.goLive(0);
      return subscriber;
    }
    // Most of a long replay happens before anything is kept for the subscriber.
    long seq = replay(subscriber, audience, parse(after.get()));
    enter(audience, subscriber);
    do {
      seq = replay(subscriber, audience, seq);
    } while (!subscriber.goLive(seq));
    return subscriber;
  }

  private long replay(Subscriber subscriber, Optional<AgentId> audience, long after) {
    long seq = after;
    List<Logged> page;
    do {
      page = events.after(seq, audience, PAGE);
      for (Logged logged : page) {
        if (!subscriber.replayed(fact(logged.seq(), logged.recorded()))) {
          return seq;
        }
        seq = logged.seq();
      }
    } while (page.size() == PAGE);
    return seq;
  }

  private Fact fact(long seq, EventEnvelope recorded) {
    return new Fact(prefix + seq, recorded);
  }

  private long parse(String position) {
    final long seq = position.startsWith(prefix) ? number(position.substring(prefix.length())) : -1;
    if (seq < 0 || (seq > newest && seq > events.newest())) {
      throw new IllegalArgumentException(
          "this feed never gave out that position; load the page's state anew");
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

  private void enter(Optional<AgentId> audience, Subscriber subscriber) {
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
    if (subscriber.isOver()) {
      leave(audience, subscriber);
    }
  }

  private void leave(Optional<AgentId> audience, Subscriber subscriber) {
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
