package dev.agentpay.twilio.sync;

import java.util.Map;

/// Writes values to Twilio Sync. Blocks until there is an answer; throws nothing.
@FunctionalInterface
public interface SyncWriter {
  /// Replaces the whole value, and makes what is not there yet.
  ///
  /// @param data becomes a JSON object of strings
  SyncAnswer write(SyncTarget target, Map<String, String> data);
}
