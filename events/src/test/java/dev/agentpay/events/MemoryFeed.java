package dev.agentpay.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/// Feed of [MemoryStore], with the log that it replays.
final class MemoryFeed implements Feed {
  private static final String PREFIX = "memory-";

  private final List<EventEnvelope> log = new ArrayList<>();
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private final Queue<Runnable> toPublish = new ArrayDeque<>();
  private boolean publishing;

  private final class Subscriber implements Subscription {
    private final Optional<AgentId> audience;
    private final Reader reader;

    Subscriber(Optional<AgentId> audience, Reader reader) {
      this.audience = audience;
      this.reader = reader;
    }

    boolean maySee(Optional<AgentId> owner) {
      return audience.isEmpty() || audience.equals(owner);
    }

    boolean take(Item item) {
      try {
        return reader.offer(item);
      } catch (RuntimeException _) {
        return false; // treated like a reader without room
      }
    }

    @Override
    public void close() {
      synchronized (MemoryFeed.this) {
        subscribers.remove(this);
      }
    }
  }

  synchronized List<EventEnvelope> log() {
    return List.copyOf(log);
  }

  synchronized void add(List<EventEnvelope> events) {
    final int before = log.size();
    log.addAll(events);
    for (int i = before; i < log.size(); i++) {
      publish(log.get(i).audience(), fact(i));
    }
  }

  @Override
  public synchronized Subscription subscribe(
      Optional<AgentId> audience, Optional<String> after, Reader reader) {
    final Subscriber subscriber = new Subscriber(audience, reader);
    for (int i = after.map(this::parse).orElse(log.size()); i < log.size(); i++) {
      if (subscriber.maySee(log.get(i).audience()) && !subscriber.take(fact(i))) {
        return subscriber;
      }
    }
    subscribers.add(subscriber);
    return subscriber;
  }

  private Fact fact(int index) {
    return new Fact(PREFIX + (index + 1), log.get(index));
  }

  private int parse(String position) {
    final String number = position.startsWith(PREFIX) ? position.substring(PREFIX.length()) : "";
    if (!number.matches("[0-9]{1,9}") || Integer.parseInt(number) > log.size()) {
      throw new IllegalArgumentException(
          "this position does not belong to this feed; load the current state again");
    }
    return Integer.parseInt(number);
  }

  @Override
  public synchronized String position() {
    return PREFIX + log.size();
  }

  @Override
  public synchronized void publish(LiveUpdate update) {
    publish(Optional.of(update.audience()), new Update(update));
  }

  /// A reader may write to the store; items published by that are queued behind the current one.
  private void publish(Optional<AgentId> owner, Item item) {
    toPublish.add(
        () ->
            List.copyOf(subscribers).stream()
                .filter(s -> subscribers.contains(s) && s.maySee(owner) && !s.take(item))
                .forEach(Subscriber::close));
    if (publishing) {
      return;
    }
    publishing = true;
    try {
      for (Runnable next = toPublish.poll(); next != null; next = toPublish.poll()) {
        next.run();
      }
    } finally {
      publishing = false;
    }
  }
}
