package dev.agentpay.simulator.sync;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// One Sync service with its maps and documents.
public final class SyncService {

  /// The kinds of resources in a service.
  public enum Kind {
    MAP("MP", "Maps", 54200),
    DOCUMENT("ET", "Documents", 54100);

    private final String sidPrefix;
    private final String path;
    private final int notFound;

    Kind(String sidPrefix, String path, int notFound) {
      this.sidPrefix = sidPrefix;
      this.path = path;
      this.notFound = notFound;
    }

    String sidPrefix() {
      return sidPrefix;
    }

    /// The path segment in URLs.
    public String path() {
      return path;
    }

    /// Twilio's error code for one that does not exist.
    int notFound() {
      return notFound;
    }
  }

  private final long number;
  private final String sid;
  private final Instant created;
  private final Map<Kind, Map<String, SyncEntry>> entries = new EnumMap<>(Kind.class);
  private Map<String, Object> settings;
  private Instant updated;

  /// @param number increases from one service to the next
  /// @param settings as in the REST answer: `friendly_name` and others
  SyncService(long number, String sid, Map<String, Object> settings, Instant created) {
    this.number = number;
    this.sid = sid;
    this.settings = settings;
    this.created = created;
    updated = created;
    for (Kind kind : Kind.values()) {
      entries.put(kind, new LinkedHashMap<>());
    }
  }

  /// A text that sorts services in the order of their creation.
  public String position() {
    return "%019d".formatted(number);
  }

  public String sid() {
    return sid;
  }

  public Instant created() {
    return created;
  }

  public Instant updated() {
    return updated;
  }

  public Map<String, Object> settings() {
    return Collections.unmodifiableMap(settings);
  }

  public void change(Map<String, Object> changes, Instant at) {
    final LinkedHashMap<String, Object> next = new LinkedHashMap<>(settings);
    next.putAll(changes);
    settings = next;
    updated = at;
  }

  /// The resources of one kind by sid, oldest first.
  public Map<String, SyncEntry> entries(Kind kind) {
    return entries.getOrDefault(kind, Map.of());
  }
}
