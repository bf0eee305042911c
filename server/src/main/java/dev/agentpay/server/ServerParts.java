package dev.agentpay.server;

import dev.agentpay.calls.Calls;
import dev.agentpay.calls.Claims;
import dev.agentpay.events.DeadLetters;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.server.views.EventViewer;
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
/// @param deadLetters what could not be handled and waits for a supervisor
/// @param signatures checks that a webhook is Twilio's
/// @param mirror what existing clients outside are shown of status callbacks
/// @param others routes of other modules
/// @param viewers show the events of other modules
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
    DeadLetters deadLetters,
    Signatures signatures,
    CallbackMirror mirror,
    List<OtherRoutes> others,
    List<EventViewer> viewers,
    List<HealthProbe> probes,
    PrometheusMeterRegistry meters,
    InstantSource clock) {
  public ServerParts {
    others = List.copyOf(others);
    viewers = List.copyOf(viewers);
    probes = List.copyOf(probes);
  }
}
