package dev.agentpay.compat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Work;
import java.time.Instant;
import java.util.Map;

/// A status callback that an existing client is to see in Sync.
///
/// @param mirror where the client looks: the name of a document or of the map of payments
/// @param payment the Payment's sid, the key in that map
/// @param data the callback by Twilio's names, masked
/// @param at when it was told
record SyncPayment(
    AgentId agent, String mirror, String payment, Map<String, String> data, Instant at)
    implements Work {
  SyncPayment {
    data = Map.copyOf(data);
  }
}
