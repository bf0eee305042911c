package dev.agentpay.connector.spi;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What the ledger knows about a transaction at the gateway: the gateway's own ids, recorded as
/// they become known. With them, [CardProcessor#resolve] finds out how a transaction ended,
/// although the card is gone by then.
///
/// Ids contain no card data: not a part of a number, not a hash of it.
public interface Attempt {
  /// Longest name and longest id, in characters.
  int LONGEST = 255;

  /// The idempotency key of the order.
  TransactionId transactionId();

  /// When Twilio first asked. It repeats a request for about a minute.
  Instant startedAt();

  /// All ids that were recorded so far, by name, also those from before a crash.
  Map<String, String> ids();

  /// The id with this name; empty if the attempt has not come as far.
  default Optional<String> id(String name) {
    return Optional.ofNullable(ids().get(name));
  }

  /// Records an id. It is on disk when this method returns, so a processor records an id *before*
  /// the step that needs it in order to be resolved.
  ///
  /// @param name the processor's own, such as `payment_intent`; a second id with the same name
  ///   replaces the first
  /// @throws IllegalArgumentException if either is blank or longer than [#LONGEST]
  /// @throws RuntimeException if the ledger cannot be written. Do not go on then: nobody could find
  ///   out how the next step ended
  void record(String name, String id);
}
