package dev.agentpay.events;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Spool in memory: it never fails, and outlives every simulated process.
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
