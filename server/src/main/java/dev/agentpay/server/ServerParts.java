package dev.agentpay.server;

import dev.agentpay.core.Calls;
import dev.agentpay.core.Claims;
import dev.agentpay.core.EventStore;
import dev.agentpay.core.Feed;
import dev.agentpay.core.PaySessions;
import dev.agentpay.twilio.AccessTokens;
import dev.agentpay.twilio.Signatures;
import dev.agentpay.voice.Legs;
import dev.agentpay.voice.Voice;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;

/// What the server is put on top of. It closes none of them.
///
/// @param claims whose calls are that no softphone of ours was rung for
/// @param voice answers calls that ask what to do
/// @param legs takes what Twilio tells of legs
/// @param accessTokens for the softphones of Twilio's
/// @param signatures checks that a webhook is Twilio's
/// @param watchers are told of every Payment's status callback
/// @param others routes of other rooms
/// @param probes what must be well for us to be ready
/// @param meters where the numbers are kept that `/metrics` shows; others may add theirs
/// @param clock tells when a token ends
public record ServerParts(
    PaySessions sessions,
    Calls calls,
    Claims claims,
    Voice voice,
    Legs legs,
    AccessTokens accessTokens,
    EventStore store,
    Feed feed,
    Signatures signatures,
    List<PaymentWatcher> watchers,
    List<OtherRoutes> others,
    List<HealthProbe> probes,
    PrometheusMeterRegistry meters,
    InstantSource clock) {
  public ServerParts {
    watchers = List.copyOf(watchers);
    others = List.copyOf(others);
    probes = List.copyOf(probes);
  }
}
