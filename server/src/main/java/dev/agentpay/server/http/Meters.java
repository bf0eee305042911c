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

/// What we count. Names and tags are few and fixed: nothing that a request brings along becomes
/// one.
public final class Meters {
  private final MeterRegistry registry;
  private final Map<String, Counter> callbacks = new ConcurrentHashMap<>();
  private final Map<String, Counter> ended = new ConcurrentHashMap<>();

  /// What became of a webhook.
  public enum Callback {
    ACCEPTED,
    /// It waits in the spool: the store was away.
    SPOOLED,
    /// It waits in the outbox: handling it failed.
    DEFERRED,
    /// Its signature was missing or did not hold.
    UNSIGNED,
    /// It was about nothing of ours.
    UNKNOWN,
    /// Signed, and yet not to be read.
    MALFORMED,
    /// It is lost: the store and the spool could not take it, or it asked what a call is to do and
    /// there was no answer.
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

  /// How long the requests of a route take, by the first digit of their status.
  RouteTimer timer(Route route) {
    return new RouteTimer(registry, route);
  }

  public void callback(String kind, Callback outcome) {
    callbacks
        .computeIfAbsent(
            kind + outcome,
            _ ->
                Counter.builder("agentpay.callbacks")
                    .description("Webhooks by kind and by what became of them")
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
                        "Pay sessions by how they ended; unconfirmed ones once more when they are"
                            + " resolved")
                    .tag("state", state)
                    .register(registry))
        .increment();
  }

  public void alarm() {
    counter("agentpay.alarms", "Things after a session's end that a person must look at")
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
      byStatus[2] = make("2xx"); // the one on the hot path
    }

    void took(int status, long nanos) {
      final int first = Math.clamp(status / 100, 0, byStatus.length - 1);
      Timer timer = byStatus[first];
      if (timer == null) {
        timer = make(first + "xx"); // the registry gives the same one to all who race here
        byStatus[first] = timer;
      }
      timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer make(String status) {
      return Timer.builder("agentpay.http.requests")
          .description("Requests by route and status; a stream counts until it is open")
          .tag("method", route.method().name())
          .tag("route", route.path())
          .tag("status", status)
          .serviceLevelObjectives(BUCKETS)
          .register(registry);
    }
  }
}
