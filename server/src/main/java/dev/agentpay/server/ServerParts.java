package dev.agentpay.server;

import dev.agentpay.core.Calls;
import dev.agentpay.core.EventStore;
import dev.agentpay.core.Feed;
import dev.agentpay.core.PaySessions;
import dev.agentpay.twilio.Signatures;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;

/// What the server is put on top of. It closes none of them.
///
/// @param signatures checks that a webhook is Twilio's
/// @param probes what must be well for us to be ready
/// @param meters where the numbers are kept that `/metrics` shows; others may add theirs
/// @param clock tells when a token ends
public record ServerParts(
    PaySessions sessions,
    Calls calls,
    EventStore store,
    Feed feed,
    Signatures signatures,
    List<HealthProbe> probes,
    PrometheusMeterRegistry meters,
    InstantSource clock) {
  public ServerParts {
    probes = List.copyOf(probes);
  }
}
