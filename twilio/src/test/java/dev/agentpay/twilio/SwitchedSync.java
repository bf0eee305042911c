package dev.agentpay.twilio;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A Sync that takes everything unless it is switched to something else.
final class SwitchedSync implements SyncWriter {
  private final List<String> written = new ArrayList<>();
  private final Deque<Supplier<SyncAnswer>> next = new ArrayDeque<>();
  private Optional<Supplier<SyncAnswer>> always = Optional.empty();
  private int attempts;

  @Override
  public SyncAnswer write(SyncTarget target, Map<String, String> data) {
    attempts++;
    final Supplier<SyncAnswer> now = next.isEmpty() ? always.orElse(() -> null) : next.poll();
    final SyncAnswer answer = now.get();
    if (answer != null) {
      return answer;
    }
    written.add(data.get("v"));
    return new SyncAnswer.Written("x");
  }

  /// What it has taken, in order.
  List<String> written() {
    return written;
  }

  int attempts() {
    return attempts;
  }

  /// Takes the next one after this has happened: a slow Sync.
  SwitchedSync takesAfter(Runnable happening) {
    next.add(
        () -> {
          happening.run();
          return null;
        });
    return this;
  }

  /// Fails the next one after this has happened.
  SwitchedSync failsAfter(Runnable happening) {
    next.add(
        () -> {
          happening.run();
          return failure();
        });
    return this;
  }

  SwitchedSync fails(int times) {
    for (int i = 0; i < times; i++) {
      next.add(SwitchedSync::failure);
    }
    return this;
  }

  SwitchedSync answers(SyncAnswer answer) {
    next.add(() -> answer);
    return this;
  }

  SwitchedSync throwsUp() {
    next.add(
        () -> {
          throw new IllegalStateException("a bug");
        });
    return this;
  }

  void isDown() {
    always = Optional.of(SwitchedSync::failure);
  }

  void isUp() {
    always = Optional.empty();
  }

  static SyncAnswer tooMany(Duration pause) {
    return new SyncAnswer.Retry(Optional.of(pause), "too many");
  }

  private static SyncAnswer failure() {
    return new SyncAnswer.Retry(Optional.empty(), "down");
  }
}
