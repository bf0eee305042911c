package dev.agentpay.server;

import dev.agentpay.calls.Calls;
import dev.agentpay.calls.Claims;
import dev.agentpay.events.DeadLetters;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.server.api.HealthProbe;
import dev.agentpay.server.stream.AgentPages;
import dev.agentpay.server.views.EventViewer;
import dev.agentpay.server.webhook.CallbackMirror;
import dev.agentpay.twilio.token.AccessTokens;
import dev.agentpay.twilio.webhook.Signatures;
import dev.agentpay.voice.Legs;
import dev.agentpay.voice.Voice;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// Collaborators of the server. The server closes none of them.
///
/// @param meters registry behind `/metrics`; other modules may add their own meters
/// @param clock for the expiry of tokens and the age of snapshots
/// @param tls the certificate; empty to answer plain HTTP, for a proxy or on one machine
public record ServerParts(
    Domain domain,
    TwilioSide twilio,
    Storage storage,
    Extensions extensions,
    PrometheusMeterRegistry meters,
    InstantSource clock,
    Optional<SslContextFactory.Server> tls) {

  /// The aggregates.
  ///
  /// @param claims assigns calls that did not ring a softphone of ours
  public record Domain(PaySessions sessions, Calls calls, Claims claims) {}

  /// Everything that answers Twilio.
  ///
  /// @param voice answers voice webhooks with TwiML
  /// @param legs handles status callbacks of call legs
  /// @param accessTokens mints tokens for Twilio softphones
  /// @param signatures verifies webhooks
  public record TwilioSide(
      Voice voice, Legs legs, AccessTokens accessTokens, Signatures signatures) {}

  /// Storage.
  ///
  /// @param deadLetters callbacks and tasks that could not be handled and need a supervisor
  public record Storage(EventStore events, Feed feed, DeadLetters deadLetters) {}

  /// Extensions by other modules.
  ///
  /// @param mirror copies of status callbacks for existing clients
  /// @param routes of other modules
  /// @param viewers for the events of other modules
  /// @param probes checked by `/health/ready`
  /// @param pages pages of existing clients that agents have open
  public record Extensions(
      CallbackMirror mirror,
      List<RouteModule> routes,
      List<EventViewer> viewers,
      List<HealthProbe> probes,
      AgentPages pages) {
    /// No extensions.
    public static Extensions none() {
      return new Extensions(CallbackMirror.NONE, List.of(), List.of(), List.of(), new AgentPages());
    }

    public Extensions {
      routes = List.copyOf(routes);
      viewers = List.copyOf(viewers);
      probes = List.copyOf(probes);
    }
  }
}
