package dev.agentpay.twilio.sync;

import java.time.Duration;
import java.util.Optional;

/// What became of something that Twilio Sync was asked for.
public sealed interface SyncAnswer {
  /// It is there now, as it was asked for.
  ///
  /// @param name by which Sync knows it: the sid of a service, a map or a document, the key of an
  ///   item
  record Written(String name) implements SyncAnswer {}

  /// It may or may not be there: Sync was not reached, did not answer, or wants fewer requests.
  /// Asking again is safe, as every write replaces the whole value.
  ///
  /// @param after how long Sync wants to be left alone, if it said so
  record Retry(Optional<Duration> after, String why) implements SyncAnswer {}

  /// It is not there and will not be by asking again.
  ///
  /// @param why status and code, nothing of what was written
  record Refused(String why) implements SyncAnswer {}
}
