package dev.agentpay.simulator.sync;

import dev.agentpay.simulator.world.Webhook;
import dev.agentpay.simulator.world.Webhooks;
import dev.agentpay.simulator.world.WorldContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Sends a service's reachability webhooks: when a page of an identity connects, and when its last
/// page has disconnected. With debouncing, the latter waits, and a page that connects again in the
/// meantime prevents it (https://www.twilio.com/docs/sync/api/service).
public final class SyncPresence {
  private static final int DEFAULT_WINDOW_MILLIS = 5_000;

  private final WorldContext context;
  private final Webhooks webhooks;
  private final String accountSid;
  private final Map<Client, Connections> connections = new HashMap<>();

  private record Client(String service, String identity) {}

  /// @param open how many pages are connected
  /// @param changes counts connects and disconnects, so that a delayed webhook knows whether it
  ///   still applies
  private record Connections(int open, long changes) {}

  public SyncPresence(WorldContext context, Webhooks webhooks, String accountSid) {
    this.context = context;
    this.webhooks = webhooks;
    this.accountSid = accountSid;
  }

  void connected(SyncService service, String identity) {
    change(service, identity, 1);
    post(service, identity, "endpoint_connected");
  }

  void disconnected(SyncService service, String identity) {
    final Connections now = change(service, identity, -1);
    if (!is(service, "reachability_debouncing_enabled")) {
      post(service, identity, "endpoint_disconnected");
    } else if (now.open() == 0) {
      context.after(
          window(service),
          () -> {
            if (now.equals(connections.get(new Client(service.sid(), identity)))) {
              post(service, identity, "endpoint_disconnected");
            }
          });
    }
  }

  /// A page that was connected before a reset is not counted.
  private Connections change(SyncService service, String identity, int by) {
    return connections.merge(
        new Client(service.sid(), identity),
        new Connections(Math.max(by, 0), 1),
        (before, _) -> new Connections(Math.max(before.open() + by, 0), before.changes() + 1));
  }

  private void post(SyncService service, String identity, String event) {
    final Object url = service.settings().get("webhook_url");
    if (!is(service, "reachability_webhooks_enabled") || !(url instanceof String address)) {
      return;
    }
    final Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("AccountSid", accountSid);
    parameters.put("ServiceSid", service.sid());
    parameters.put("EventType", event);
    parameters.put("Identity", identity);
    parameters.put("EndpointId", context.uuid().toString());
    webhooks.post(
        new Webhook(
            Webhook.Kind.SYNC_PRESENCE,
            service.sid() + "/" + identity,
            "POST",
            address,
            parameters,
            false));
  }

  private static boolean is(SyncService service, String setting) {
    return Boolean.TRUE.equals(service.settings().get(setting));
  }

  private static Duration window(SyncService service) {
    return service.settings().get("reachability_debouncing_window") instanceof Integer millis
        ? Duration.ofMillis(millis)
        : Duration.ofMillis(DEFAULT_WINDOW_MILLIS);
  }
}
