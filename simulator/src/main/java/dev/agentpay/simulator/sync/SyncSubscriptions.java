package dev.agentpay.simulator.sync;

import dev.agentpay.simulator.wire.OrderedMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The subscriptions of pages to Sync services. They survive a reset.
public final class SyncSubscriptions {

  /// Receives every change in one service. Called while the account's lock is held, so it must
  /// return at once.
  public interface Watcher {
    void changed(String event, Map<String, Object> what);
  }

  private final Map<String, List<Watcher>> watchers = new HashMap<>();

  void subscribe(String service, Watcher watcher) {
    watchers.computeIfAbsent(service, _ -> new ArrayList<>()).add(watcher);
  }

  void unsubscribe(String service, Watcher watcher) {
    watchers.computeIfPresent(
        service,
        (_, open) -> {
          open.remove(watcher);
          return open.isEmpty() ? null : open;
        });
  }

  void item(SyncService service, String event, SyncEntry map, SyncEntry item) {
    publish(
        service, event, OrderedMap.of("map", map.title(), "key", item.name(), "data", item.data()));
  }

  void documentUpdated(SyncService service, SyncEntry document) {
    publish(
        service,
        "document-updated",
        OrderedMap.of("uniqueName", document.title(), "data", document.data()));
  }

  private void publish(SyncService service, String event, Map<String, Object> what) {
    watchers.getOrDefault(service.sid(), List.of()).forEach(each -> each.changed(event, what));
  }
}
