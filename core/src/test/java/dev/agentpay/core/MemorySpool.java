package dev.agentpay.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// A spool whose disk never fails and outlives every process.
final class MemorySpool implements CallbackSpool {
  private final Deque<Kept> waiting = new ArrayDeque<>();

  @Override
  public void keep(PaymentStatus status, Origin origin) {
    waiting.add(new Kept(status, origin));
  }

  @Override
  public Optional<Kept> oldest() {
    return Optional.ofNullable(waiting.peek());
  }

  @Override
  public void removeOldest() {
    waiting.poll();
  }
}
