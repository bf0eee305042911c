package dev.agentpay.simulator.sync;

import dev.agentpay.simulator.world.Timeline;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A map, a document or an item of a map: what Sync keeps, counts the revisions of and lets expire.
/// It changes only through [SyncStore].
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

  /// @param number grows from one entry to the next
  /// @param sid empty for an item
  /// @param name an item's key, or a unique name; empty when it has none
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

  /// In the order in which they were made.
  public String position() {
    return "%019d".formatted(number);
  }

  public String sid() {
    return sid;
  }

  public String name() {
    return name;
  }

  /// The unique name, or the sid of what has none.
  String title() {
    return name.isEmpty() ? sid : name;
  }

  public Map<String, Object> data() {
    return data;
  }

  /// Of a map, in the order of their keys.
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

  /// Another revision.
  void bumpRevision(Instant at) {
    updated = at;
    revision++;
  }

  /// @param task lets it expire; there is none when it never does
  void expireAt(@Nullable Instant instant, Timeline.Pending task) {
    expiry.cancel();
    expires = instant;
    expiry = task;
  }
}
