package dev.agentpay.simulator.rest;

import dev.agentpay.simulator.sync.SyncEntry;
import dev.agentpay.simulator.sync.SyncService;
import dev.agentpay.simulator.wire.OrderedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds the JSON of Sync resources, as in Twilio's REST API.
final class SyncJson {
  private static final String BASE = "https://sync.twilio.com/v1/Services";

  private final String accountSid;

  SyncJson(String accountSid) {
    this.accountSid = accountSid;
  }

  /// The URL of all services, or of the resource at `path` below them.
  static String url(String... path) {
    final StringBuilder url = new StringBuilder(BASE);
    for (String part : path) {
      url.append('/').append(URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return url.toString();
  }

  Map<String, @Nullable Object> of(SyncService service) {
    final Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("sid", service.sid());
    json.put("unique_name", null);
    json.put("account_sid", accountSid);
    json.put("friendly_name", null);
    json.put("date_created", iso(service.created()));
    json.put("date_updated", iso(service.updated()));
    json.put("url", url(service.sid()));
    json.put("webhook_url", null);
    json.put("webhooks_from_rest_enabled", false);
    json.put("reachability_webhooks_enabled", false);
    json.put("acl_enabled", false);
    json.put("reachability_debouncing_enabled", false);
    json.put("reachability_debouncing_window", 5_000);
    json.putAll(service.settings());
    json.put(
        "links",
        OrderedMap.of(
            "maps", url(service.sid(), "Maps"), "documents", url(service.sid(), "Documents")));
    return json;
  }

  Map<String, @Nullable Object> of(SyncService service, SyncService.Kind kind, SyncEntry entry) {
    final String url = url(service.sid(), kind.path(), entry.sid());
    final Map<String, @Nullable Object> json = common(service, entry);
    json.put("sid", entry.sid());
    json.put("unique_name", entry.name().isEmpty() ? null : entry.name());
    json.put("url", url);
    if (kind == SyncService.Kind.DOCUMENT) {
      json.put("data", entry.data());
    }
    json.put(
        "links",
        kind == SyncService.Kind.MAP
            ? OrderedMap.of("items", url + "/Items", "permissions", url + "/Permissions")
            : OrderedMap.of("permissions", url + "/Permissions"));
    return json;
  }

  Map<String, @Nullable Object> item(SyncService service, SyncEntry map, SyncEntry item) {
    final Map<String, @Nullable Object> json = common(service, item);
    json.put("key", item.name());
    json.put("map_sid", map.sid());
    json.put("data", item.data());
    json.put("url", url(service.sid(), "Maps", map.sid(), "Items", item.name()));
    return json;
  }

  private Map<String, @Nullable Object> common(SyncService service, SyncEntry entry) {
    final Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("account_sid", accountSid);
    json.put("service_sid", service.sid());
    json.put("revision", entry.revision());
    json.put("date_created", iso(entry.created()));
    json.put("date_updated", iso(entry.updated()));
    json.put("date_expires", entry.expires().map(SyncJson::iso).orElse(null));
    json.put("created_by", entry.createdBy());
    return json;
  }

  private static String iso(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
