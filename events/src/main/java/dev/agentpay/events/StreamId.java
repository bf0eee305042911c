package dev.agentpay.events;

import java.util.Locale;

/// Identifies one stream of events, which are numbered from 1.
///
/// @param kind the aggregate's kind as registered by its [AggregateType], such as `CALL`
/// @param key identifies the aggregate among those of its kind
public record StreamId(String kind, String key) {
  @Override
  public String toString() {
    return kind.toLowerCase(Locale.ROOT) + "/" + key;
  }
}
