package dev.agentpay.twilio.sync;

import java.time.Duration;
import java.util.Optional;

/// The result of a request to Twilio Sync.
public sealed interface SyncAnswer {
  /// The value was written, or the resource exists now.
  ///
  /// @param name Sync's name for it: the sid of a service, a map or a document, or the key of an
  ///   item
  record Written(String name) implements SyncAnswer {}

  /// The outcome is unknown: Sync was not reached, did not answer, or answered that there were too
  /// many requests. A retry is safe, because every write replaces the whole value.
  ///
  /// @param after how long to wait before a retry, if Sync said so
  record Retry(Optional<Duration> after, String why) implements SyncAnswer {}

  /// Sync refused. A retry does not help.
  ///
  /// @param why status and code; nothing of the value
  record Refused(String why) implements SyncAnswer {}
}
