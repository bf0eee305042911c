package dev.agentpay.simulator.sync;

import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.options.SyncServiceOptions;
import dev.agentpay.simulator.wire.OrderedMap;
import dev.agentpay.simulator.wire.TwilioError;
import dev.agentpay.simulator.world.WorldContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The Sync services of the account and their contents. Every change is published to subscribers.
public final class SyncStore {
  /// These limits keep a load test from filling the heap. Twilio's own limits are higher.
  static final int MOST_SERVICES = 100;

  static final int MOST_ENTRIES = 20_000;

  private final WorldContext context;
  private final SyncSubscriptions subscriptions;
  private final SyncPresence presence;
  private final SyncErrors errors;
  private final SyncInput input;
  private final Map<String, SyncService> services = new LinkedHashMap<>();

  private long nextNumber;

  public SyncStore(
      WorldContext context,
      SyncSubscriptions subscriptions,
      SyncPresence presence,
      List<SyncServiceOptions> configured) {
    this.context = context;
    this.subscriptions = subscriptions;
    this.presence = presence;
    errors = new SyncErrors(context);
    input = new SyncInput(errors, context);
    for (SyncServiceOptions each : configured) {
      put(each.sid(), OrderedMap.of("friendly_name", each.friendlyName()));
    }
  }

  /// Tells which pages are connected.
  SyncPresence presence() {
    return presence;
  }

  /// The reader of request parameters.
  public SyncInput input() {
    return input;
  }

  public SyncErrors errors() {
    return errors;
  }

  public List<SyncService> services() {
    return new ArrayList<>(services.values());
  }

  public SyncService service(String sid) {
    return Optional.ofNullable(services.get(sid)).orElseThrow(() -> errors.notFound(54050, sid));
  }

  public SyncService createService(Map<String, Object> settings) {
    requireCapacity(services.size(), MOST_SERVICES);
    return put(context.sid("IS"), settings);
  }

  public void deleteService(SyncService service) {
    for (SyncService.Kind kind : SyncService.Kind.values()) {
      List.copyOf(service.entries(kind).values()).forEach(entry -> delete(service, kind, entry));
    }
    services.remove(service.sid());
  }

  public SyncEntry find(SyncService service, SyncService.Kind kind, String nameOrSid) {
    final Map<String, SyncEntry> entries = service.entries(kind);
    return Optional.ofNullable(entries.get(nameOrSid))
        .or(() -> named(service, kind, nameOrSid))
        .orElseThrow(() -> errors.notFound(kind.notFound(), nameOrSid));
  }

  Optional<SyncEntry> named(SyncService service, SyncService.Kind kind, String name) {
    return service.entries(kind).values().stream()
        .filter(entry -> !name.isEmpty() && entry.name().equals(name))
        .findFirst();
  }

  /// @param name the unique name; empty for none
  /// @param by identity of the creator
  public SyncEntry create(
      SyncService service,
      SyncService.Kind kind,
      String name,
      Map<String, Object> data,
      OptionalLong ttl,
      String by) {
    requireCapacity(service.entries(kind).size(), MOST_ENTRIES);
    if (named(service, kind, name).isPresent()) {
      throw errors.of(54301, "Unique name already exists: " + name);
    }
    final SyncEntry entry =
        new SyncEntry(nextNumber++, context.sid(kind.sidPrefix()), name, data, by, now());
    service.entries(kind).put(entry.sid(), entry);
    expire(service, kind, entry, ttl);
    return entry;
  }

  public void updateDocument(
      SyncService service,
      SyncEntry document,
      Optional<Map<String, Object>> data,
      OptionalLong ttl,
      Optional<String> ifMatch) {
    requireRevision(document, ifMatch, 54103);
    requireRate(document);
    document.change(data.orElse(document.data()), now());
    expire(service, SyncService.Kind.DOCUMENT, document, ttl);
    subscriptions.documentUpdated(service, document);
  }

  /// Sets the expiry. Has no effect without a time to live.
  public void expire(
      SyncService service, SyncService.Kind kind, SyncEntry entry, OptionalLong ttl) {
    ttl.ifPresent(seconds -> expire(entry, seconds, () -> delete(service, kind, entry)));
  }

  public void delete(SyncService service, SyncService.Kind kind, SyncEntry entry) {
    entry.expireAt(null, () -> {});
    List.copyOf(entry.items().values()).forEach(item -> item.expireAt(null, () -> {}));
    service.entries(kind).remove(entry.sid());
  }

  public SyncEntry item(SyncEntry map, String key) {
    return Optional.ofNullable(map.items().get(key)).orElseThrow(() -> errors.notFound(54201, key));
  }

  public SyncEntry createItem(
      SyncService service,
      SyncEntry map,
      String key,
      Map<String, Object> data,
      OptionalLong ttl,
      String by) {
    if (map.items().containsKey(key)) {
      throw errors.of(54208, "An Item with given key already exists in the Map");
    }
    requireCapacity(map.items().size(), MOST_ENTRIES);
    requireRate(map);
    final SyncEntry item = new SyncEntry(nextNumber++, "", key, data, by, now());
    map.items().put(key, item);
    map.bumpRevision(now());
    expireItem(service, map, item, ttl);
    subscriptions.item(service, "item-added", map, item);
    return item;
  }

  public void updateItem(
      SyncService service,
      SyncEntry map,
      SyncEntry item,
      Optional<Map<String, Object>> data,
      OptionalLong ttl,
      Optional<String> ifMatch) {
    requireRevision(item, ifMatch, 54205);
    requireRate(map);
    item.change(data.orElse(item.data()), now());
    map.bumpRevision(now());
    expireItem(service, map, item, ttl);
    subscriptions.item(service, "item-updated", map, item);
  }

  public void deleteItem(
      SyncService service, SyncEntry map, SyncEntry item, Optional<String> ifMatch) {
    requireRevision(item, ifMatch, 54205);
    requireRate(map);
    remove(service, map, item);
  }

  private void expireItem(SyncService service, SyncEntry map, SyncEntry item, OptionalLong ttl) {
    ttl.ifPresent(seconds -> expire(item, seconds, () -> remove(service, map, item)));
  }

  private void expire(SyncEntry entry, long seconds, Runnable remove) {
    if (seconds == 0) {
      entry.expireAt(null, () -> {});
    } else {
      final Duration after = Duration.ofSeconds(seconds);
      entry.expireAt(now().plus(after), context.after(after, remove));
    }
  }

  private void remove(SyncService service, SyncEntry map, SyncEntry item) {
    item.expireAt(null, () -> {});
    map.items().remove(item.name());
    map.bumpRevision(now());
    subscriptions.item(service, "item-removed", map, item);
  }

  private void requireRevision(SyncEntry entry, Optional<String> ifMatch, int code) {
    final String expected = ifMatch.map(text -> text.replace("\"", "").strip()).orElse("*");
    if (!expected.equals("*") && !expected.equals(entry.revision())) {
      throw errors.mismatch(code);
    }
  }

  private void requireRate(SyncEntry object) {
    if (context.switches().is(Switch.SYNC_RATE_LIMIT) && !object.rate().take(now())) {
      throw errors.of(54009, "Rate limit exceeded: 20 writes a second to one object");
    }
  }

  private static void requireCapacity(int size, int most) {
    if (size >= most) {
      throw new TwilioError(
          503,
          20503,
          "the simulator can store at most " + most + " of these; delete some or reset it");
    }
  }

  private SyncService put(String sid, Map<String, Object> settings) {
    final SyncService service = new SyncService(nextNumber++, sid, settings, now());
    services.put(sid, service);
    return service;
  }

  private Instant now() {
    return context.instant();
  }
}
