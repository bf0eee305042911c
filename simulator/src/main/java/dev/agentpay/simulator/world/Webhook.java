package dev.agentpay.simulator.world;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A request from Twilio to the account's own server.
///
/// @param queue a payment's or a leg's sid, or a Sync service and identity; webhooks of one queue
///   are sent one after the other
/// @param url absolute; may have an override fragment
/// @param overrides whether the fragment is obeyed; it is never sent
public record Webhook(
    Kind kind,
    String queue,
    String method,
    String url,
    Map<String, String> parameters,
    boolean overrides) {

  /// The purpose of a webhook.
  public enum Kind {
    /// Requests TwiML. Faults do not affect it.
    TWIML,
    CALL_STATUS,
    PAYMENT_STATUS,
    /// A page has connected to Sync or disconnected from it.
    SYNC_PRESENCE;

    String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Webhook {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /// Whether this is the final callback of a payment.
  boolean isFinal() {
    return kind == Kind.PAYMENT_STATUS && parameters.containsKey("Result");
  }
}
