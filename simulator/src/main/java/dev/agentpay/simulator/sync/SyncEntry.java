package dev.agentpay.simulator.sync;

import dev.agentpay.simulator.world.Timeline;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A map, a document or an item of a map: data with a revision and an optional expiry. Only
/// [SyncStore] changes it.
public final class SyncEntry {
  private final long number;
  private final String sid;
  private final String name;
  private final String createdBy;
  private final Instant created;
  private final Map<String, SyncEntry> items = new TreeMap<>();
  private final SyncRate rate = new SyncRate();
  private Map<String, Object> data;
  private Instant updated;
  private @Nullable Instant expires;
  private Timeline.Pending expiry = () -> {};
  private long revision;

  /// @param number increases from one entry to the next
  /// @param sid empty for an item
  /// @param name an item's key, or a unique name; empty if it has none
  SyncEntry(
      long number,
      String sid,
      String name,
      Map<String, Object> data,
      String createdBy,
      Instant created) {
    this.number = number;
    this.sid = sid;
    this.name = name;
    this.data = data;
    this.createdBy = createdBy;
    this.created = created;
    updated = created;
  }

  /// A text that sorts entries in the order of their creation.
  public String position() {
    return "%019d".formatted(number);
  }

  public String sid() {
    return sid;
  }

  public String name() {
    return name;
  }

  /// The name, or the sid if it has none.
  String title() {
    return name.isEmpty() ? sid : name;
  }

  public Map<String, Object> data() {
    return data;
  }

  /// The items of a map, in the order of their keys.
  public Map<String, SyncEntry> items() {
    return items;
  }

  SyncRate rate() {
    return rate;
  }

  public String createdBy() {
    return createdBy;
  }

  public Instant created() {
    return created;
  }

  public Instant updated() {
    return updated;
  }

  public Optional<Instant> expires() {
    return Optional.ofNullable(expires);
  }

  public String revision() {
    return Long.toString(revision);
  }

  void change(Map<String, Object> next, Instant at) {
    data = next;
    bumpRevision(at);
  }

  /// Increments the revision.
  void bumpRevision(Instant at) {
    updated = at;
    revision++;
  }

  /// @param instant when it expires; null if never
  /// @param task deletes it then; has no effect if it never expires
  void expireAt(@Nullable Instant instant, Timeline.Pending task) {
    expiry.cancel();
    expires = instant;
    expiry = task;
  }
}
