package dev.agentpay.compat;

import dev.agentpay.events.VirtualTime;
import dev.agentpay.twilio.sync.SyncAnswer;
import dev.agentpay.twilio.sync.SyncTarget;
import dev.agentpay.twilio.sync.SyncWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// A Sync that takes everything unless it is switched to something else.
final class FakeSync implements SyncWriter {
  private static final SyncAnswer DOWN = new SyncAnswer.Retry(Optional.empty(), "down");

  private final List<Written> written = new ArrayList<>();
  private final Deque<Supplier<SyncAnswer>> next = new ArrayDeque<>();
  private final Set<String> down = new HashSet<>();
  private boolean isDown;
  private int attempts;

  /// What it has taken.
  record Written(SyncTarget target, Map<String, String> data) {
    String text() {
      return data.getOrDefault("Text", "");
    }
  }

  @Override
  public SyncAnswer write(SyncTarget target, Map<String, String> data) {
    attempts++;
    if (isDown || down.contains(target.service())) {
      return DOWN;
    }
    if (!next.isEmpty()) {
      return next.poll().get();
    }
    written.add(new Written(target, data));
    return new SyncAnswer.Written("x");
  }

  /// In order.
  List<Written> written() {
    return written;
  }

  /// What [SyncDesk#tells] told, in order.
  List<String> texts() {
    return written.stream().map(Written::text).toList();
  }

  int attempts() {
    return attempts;
  }

  void isDown() {
    isDown = true;
  }

  void isDownFor(String service) {
    down.add(service);
  }

  void isUp() {
    isDown = false;
    down.clear();
  }

  void answersNext(SyncAnswer answer) {
    next.add(() -> answer);
  }

  /// Whoever asks next never gets an answer: their process dies.
  void endsNext(VirtualTime.Node node) {
    next.add(
        () -> {
          throw node.dies();
        });
  }
}
