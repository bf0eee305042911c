package dev.agentpay.twilio.sync;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A fake Sync that accepts everything unless it is switched to another behaviour.
final class SwitchedSync implements SyncWriter {
  static final SyncAnswer DOWN = new SyncAnswer.Retry(Optional.empty(), "down");

  private final List<String> written = new ArrayList<>();
  private final Deque<Supplier<Optional<SyncAnswer>>> next = new ArrayDeque<>();
  private int attempts;

  @Override
  public SyncAnswer write(SyncTarget target, Map<String, String> data) {
    attempts++;
    final Optional<SyncAnswer> answer = next.isEmpty() ? Optional.empty() : next.poll().get();
    if (answer.isPresent()) {
      return answer.get();
    }
    written.add(data.getOrDefault("v", ""));
    return new SyncAnswer.Written("x");
  }

  /// Accepted values, in order.
  List<String> written() {
    return written;
  }

  int attempts() {
    return attempts;
  }

  /// Accepts the next value after running this, like a slow Sync.
  SwitchedSync takesAfter(Runnable happening) {
    next.add(
        () -> {
          happening.run();
          return Optional.empty();
        });
    return this;
  }

  /// Fails for the next value after running this.
  SwitchedSync failsAfter(Runnable happening) {
    next.add(
        () -> {
          happening.run();
          return Optional.of(DOWN);
        });
    return this;
  }

  SwitchedSync fails() {
    return answers(DOWN);
  }

  SwitchedSync answers(SyncAnswer answer) {
    next.add(() -> Optional.of(answer));
    return this;
  }

  SwitchedSync throwsUp() {
    next.add(
        () -> {
          throw new IllegalStateException("a bug");
        });
    return this;
  }

  static SyncAnswer tooMany(Duration pause) {
    return new SyncAnswer.Retry(Optional.of(pause), "too many");
  }
}
