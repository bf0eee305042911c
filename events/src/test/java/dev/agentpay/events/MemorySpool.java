package dev.agentpay.events;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// A spool whose disk never fails and outlives every process.
public final class MemorySpool implements Spool {
  private final Deque<Callback> waiting = new ArrayDeque<>();

  @Override
  public void keep(Callback callback) {
    waiting.add(callback);
  }

  @Override
  public Optional<Callback> oldest() {
    return Optional.ofNullable(waiting.peek());
  }

  @Override
  public boolean holds(String queue) {
    return waiting.stream().anyMatch(callback -> callback.queue().equals(queue));
  }

  @Override
  public void removeOldest() {
    waiting.poll();
  }
}
