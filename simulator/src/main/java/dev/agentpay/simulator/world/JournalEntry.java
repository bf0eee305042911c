package dev.agentpay.simulator.world;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One line of the simulator's journal.
///
/// @param number from 1, without gaps
/// @param kind what the line is about
/// @param details names and values, masked; the names depend on the kind
public record JournalEntry(long number, Instant at, Kind kind, Map<String, Object> details) {

  /// The kinds of journal lines.
  public enum Kind {
    /// An incoming REST request and its answer.
    REST,
    /// An outgoing webhook or request for TwiML, and its answer or fault.
    WEBHOOK,
    /// A request to a connector, and its answer or fault. Card data is not recorded.
    CONNECTOR,
    /// Keys that a customer pressed: how many, and how many a payment received.
    KEYS,
    /// A leg changed its status.
    CALL,
    /// An error that would be in Twilio's error log.
    ERROR
  }

  public JournalEntry {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }
}
