package dev.agentpay.compat;

import dev.agentpay.events.VirtualTime;
import dev.agentpay.twilio.sync.SyncAnswer;
import dev.agentpay.twilio.sync.SyncItems;
import dev.agentpay.twilio.sync.SyncTarget;
import dev.agentpay.twilio.sync.SyncWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// An in-memory Sync that accepts every write unless a test changes its behaviour.
final class FakeSync implements SyncWriter, SyncItems, PagePresence.Reporting {
  private static final SyncAnswer DOWN = new SyncAnswer.Retry(Optional.empty(), "down");

  private final List<Written> written = new ArrayList<>();
  private final Map<SyncTarget, Map<String, String>> items = new HashMap<>();
  private final Map<String, URI> reporting = new HashMap<>();
  private final Deque<Supplier<SyncAnswer>> next = new ArrayDeque<>();
  private final Set<String> down = new HashSet<>();
  private boolean isDown;
  private int attempts;

  /// An accepted write.
  record Written(SyncTarget target, Map<String, String> data) {
    String text() {
      return data.getOrDefault("Text", "");
    }
  }

  @Override
  public SyncAnswer report(String service, URI webhook, Duration grace) {
    reporting.put(service, webhook);
    return isDown ? DOWN : new SyncAnswer.Written(service);
  }

  /// Returns the services that were asked to report connections, with the webhook.
  Map<String, URI> reporting() {
    return Map.copyOf(reporting);
  }

  @Override
  public SyncAnswer add(SyncTarget.MapItem item, Map<String, String> data) {
    final SyncAnswer answer = write(item, data);
    if (answer instanceof SyncAnswer.Written) {
      items.put(item, data);
    }
    return answer;
  }

  @Override
  public SyncAnswer remove(SyncTarget.MapItem item, Map<String, String> data) {
    if (isDown || down.contains(item.service())) {
      return DOWN;
    }
    items.remove(item, data);
    return new SyncAnswer.Written("x");
  }

  /// Returns the added items that were not removed.
  Map<SyncTarget, Map<String, String>> items() {
    return Map.copyOf(items);
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

  /// Returns the accepted writes in order.
  List<Written> written() {
    return written;
  }

  /// Returns the texts of [CompatNode#receivesCallback] that were written, in order.
  List<String> texts() {
    return written.stream().map(Written::text).toList();
  }

  int attempts() {
    return attempts;
  }

  void goDown() {
    isDown = true;
  }

  void goDownFor(String service) {
    down.add(service);
  }

  void comeBack() {
    isDown = false;
    down.clear();
  }

  void answerNextWith(SyncAnswer answer) {
    next.add(() -> answer);
  }

  /// Kills the process of the next writer before it gets an answer.
  void killOnNextWrite(VirtualTime.Node node) {
    next.add(
        () -> {
          throw node.dies();
        });
  }
}
