package dev.agentpay.compat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Work;
import java.time.Instant;
import java.util.Map;

/// Outbox work: writes a status callback to Sync for an existing client.
///
/// @param mirror where the client reads: the name of a document, or of the map of payments
/// @param payment the Payment's sid, which is the key in that map
/// @param data the masked callback, with Twilio's parameter names
/// @param at when the callback was recorded
record SyncPayment(
    AgentId agent, String mirror, String payment, Map<String, String> data, Instant at)
    implements Work {
  SyncPayment {
    data = Map.copyOf(data);
  }
}
