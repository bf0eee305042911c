package dev.agentpay.simulator.world;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One line of the simulator's journal.
///
/// @param number from 1, without gaps
/// @param kind what the line is about
/// @param details names and values, masked; what they are depends on the kind and is listed in
///   `docs/simulator.md`
public record JournalEntry(long number, Instant at, Kind kind, Map<String, Object> details) {

  /// What a line is about.
  public enum Kind {
    /// A REST request that came in, and its answer.
    REST,
    /// A webhook or TwiML request that went out, and its answer or fault.
    WEBHOOK,
    /// A request to a connector, and its answer or fault. Card data is not kept.
    CONNECTOR,
    /// Keys that a customer pressed: how many, and who heard them.
    KEYS,
    /// A leg that changed its status.
    CALL,
    /// Something the account's owner would find in Twilio's error log.
    ERROR
  }

  public JournalEntry {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }
}
