package dev.agentpay.payments;

import dev.agentpay.events.Spool;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// A spool whose disk never fails and outlives every process.
public final class MemorySpool implements Spool<SpooledCallback> {
  private final Deque<SpooledCallback> waiting = new ArrayDeque<>();

  @Override
  public void keep(SpooledCallback callback) {
    waiting.add(callback);
  }

  @Override
  public Optional<SpooledCallback> oldest() {
    return Optional.ofNullable(waiting.peek());
  }

  @Override
  public void removeOldest() {
    waiting.poll();
  }
}
