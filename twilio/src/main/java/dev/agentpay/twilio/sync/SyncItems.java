package dev.agentpay.twilio.sync;

import java.util.Map;

/// Adds items to Twilio Sync's maps and removes them, for clients that listen only to `itemAdded`.
/// Each method blocks until there is an answer and never throws. A retry is safe.
public interface SyncItems {
  /// Adds the item, so that clients hear of it as a new one. An item with the same key is removed
  /// first. After an answer that was lost, clients may hear of it twice.
  SyncAnswer add(SyncTarget.MapItem item, Map<String, String> data);

  /// Removes the item if it still has this value; another value belongs to somebody else.
  ///
  /// @return `Written` also if there is no such item
  SyncAnswer remove(SyncTarget.MapItem item, Map<String, String> data);
}
