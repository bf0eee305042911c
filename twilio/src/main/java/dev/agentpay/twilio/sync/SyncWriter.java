package dev.agentpay.twilio.sync;

import java.util.Map;

/// Writes values to Twilio Sync. Blocks until there is an answer; never throws.
@FunctionalInterface
public interface SyncWriter {
  /// Replaces the whole value, and creates the target if needed.
  ///
  /// @param data written as a JSON object of strings
  SyncAnswer write(SyncTarget target, Map<String, String> data);
}
