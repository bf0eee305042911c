package dev.agentpay.voice;

import dev.agentpay.events.Scheduler;
import java.time.Duration;
import java.time.Instant;

/// Time that passes when a test says so. Nothing is ever run later: calls need no deadline.
final class StillTime implements Scheduler {
  private Instant now = Instant.parse("2026-01-01T10:00:00Z");

  void passes(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void soon(Runnable work) {}

  @Override
  public void at(Instant when, Runnable work) {}
}
