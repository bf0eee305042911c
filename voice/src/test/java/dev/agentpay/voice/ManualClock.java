package dev.agentpay.voice;

import dev.agentpay.events.Scheduler;
import java.time.Duration;
import java.time.Instant;

/// A clock that advances only when a test says so, and never runs scheduled work: these tests need
/// no deadlines.
final class ManualClock implements Scheduler {
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
