package dev.agentpay.simulator.world;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A request that Twilio makes to the account's own server.
///
/// @param queue webhooks of one queue are sent one after the other: a payment's sid, or a leg's
/// @param url absolute, may carry an override fragment
/// @param overrides whether that fragment is obeyed (it is never sent)
public record Webhook(
    Kind kind,
    String queue,
    String method,
    String url,
    Map<String, String> parameters,
    boolean overrides) {

  /// What is asked or told.
  public enum Kind {
    /// Asks for TwiML: faults leave it alone.
    TWIML,
    CALL_STATUS,
    PAYMENT_STATUS;

    String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Webhook {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /// Whether this is the last word about a payment.
  boolean isFinal() {
    return kind == Kind.PAYMENT_STATUS && parameters.containsKey("Result");
  }
}
