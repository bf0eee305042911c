package dev.agentpay.events;

import java.util.Locale;

/// The name of one stream of events, which are numbered from 1.
///
/// @param kind of the aggregate, as its [AggregateType] registers it, such as `CALL`
/// @param key tells one aggregate of that kind from another
public record StreamId(String kind, String key) {
  @Override
  public String toString() {
    return kind.toLowerCase(Locale.ROOT) + "/" + key;
  }
}
