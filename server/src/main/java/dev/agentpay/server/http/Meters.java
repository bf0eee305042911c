package dev.agentpay.server.http;

import dev.agentpay.events.Inbox;
import dev.agentpay.server.views.ViewJson;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The server's metrics. Names and tags are few and fixed; nothing from a request becomes a tag.
public final class Meters {
  private final MeterRegistry registry;
  private final Map<String, Counter> callbacks = new ConcurrentHashMap<>();
  private final Map<String, Counter> ended = new ConcurrentHashMap<>();

  /// The outcome of a webhook.
  public enum Callback {
    ACCEPTED,
    /// Kept in the spool, because the store was unavailable.
    SPOOLED,
    /// Kept in the outbox, because handling it failed.
    DEFERRED,
    /// The signature was missing or wrong.
    UNSIGNED,
    /// A shared key that is not configured signed it.
    UNKNOWN_KEY,
    /// It belongs to no call or session of ours.
    UNKNOWN,
    /// The signature was right, but the content was malformed.
    MALFORMED,
    /// Lost: neither the store nor the spool could take it, or Twilio asked for TwiML and we had
    /// none.
    FAILED;

    public static Callback of(Inbox.Taken taken) {
      return switch (taken) {
        case HANDLED -> ACCEPTED;
        case NOT_OURS -> UNKNOWN;
        case SPOOLED -> SPOOLED;
        case DEFERRED -> DEFERRED;
      };
    }
  }

  public Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  /// Returns timers for the requests of a route, by the first digit of the status.
  RouteTimer timer(Route route) {
    return new RouteTimer(registry, route);
  }

  public void callback(String kind, Callback outcome) {
    callbacks
        .computeIfAbsent(
            kind + outcome,
            _ ->
                Counter.builder("agentpay.callbacks")
                    .description("Webhooks by kind and outcome")
                    .tag("kind", kind)
                    .tag("outcome", ViewJson.wire(outcome))
                    .register(registry))
        .increment();
  }

  public void sessionEnded(String state) {
    ended
        .computeIfAbsent(
            state,
            _ ->
                Counter.builder("agentpay.sessions.ended")
                    .description(
                        "Pay sessions by final state; unconfirmed ones count again when they are"
                            + " resolved")
                    .tag("state", state)
                    .register(registry))
        .increment();
  }

  /// Counts attempts to sign in that ended in this way.
  Counter signIns(String result) {
    return Counter.builder("agentpay.sign.ins")
        .description("Attempts to sign in by result")
        .tag("result", result)
        .register(registry);
  }

  public void alarm() {
    counter("agentpay.alarms", "Alarms after the end of a session that a person must check")
        .increment();
  }

  public void gauge(String name, String description, Supplier<Number> value) {
    io.micrometer.core.instrument.Gauge.builder(name, value)
        .description(description)
        .register(registry);
  }

  public Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /// The timers of one route.
  static final class RouteTimer {
    private static final Duration[] BUCKETS = {
      Duration.ofMillis(1),
      Duration.ofMillis(5),
      Duration.ofMillis(10),
      Duration.ofMillis(50),
      Duration.ofMillis(250),
      Duration.ofSeconds(1),
      Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final Route route;
    private final Timer[] byStatus = new Timer[6];

    private RouteTimer(MeterRegistry registry, Route route) {
      this.registry = registry;
      this.route = route;
      byStatus[2] = make("2xx"); // registered early, as nearly all requests use it
    }

    void took(int status, long nanos) {
      final int first = Math.clamp(status / 100, 0, byStatus.length - 1);
      Timer timer = byStatus[first];
      if (timer == null) {
        timer = make(first + "xx"); // racing threads get the same timer from the registry
        byStatus[first] = timer;
      }
      timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer make(String status) {
      return Timer.builder("agentpay.http.requests")
          .description(
              "Requests by route and status; for live updates the time until the connection is open")
          .tag("method", route.method().name())
          .tag("route", route.path())
          .tag("status", status)
          .serviceLevelObjectives(BUCKETS)
          .register(registry);
    }
  }
}
