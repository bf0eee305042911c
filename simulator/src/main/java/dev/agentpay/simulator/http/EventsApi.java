package dev.agentpay.simulator.http;

import dev.agentpay.simulator.control.SimulatedTwilio;
import dev.agentpay.simulator.world.CallView;
import dev.agentpay.simulator.world.ChangeNotifier;
import dev.agentpay.simulator.world.ControlRefused;
import dev.agentpay.simulator.world.JournalEntry;
import dev.agentpay.simulator.world.Watcher;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Live updates over server-sent events: everything in the account, or the legs of one softphone.
public final class EventsApi {
  /// Maximum number of open SSE connections, more than a demo needs. Each uses a thread and a
  /// queue.
  static final int MOST_CONNECTIONS = 64;

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /// Shorter than the other heartbeat. Until a closed softphone is noticed, calls ring where nobody
  /// answers.
  private static final Duration SOFTPHONE_HEARTBEAT = Duration.ofSeconds(2);

  private final SimulatedTwilio twilio;
  private final Set<SseConnection> open = ConcurrentHashMap.newKeySet();

  public EventsApi(SimulatedTwilio twilio) {
    this.twilio = twilio;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/simulator/events", this::events);
    routes.get("/simulator/softphones/{identity}/events", this::softphone);
  }

  /// Ends all SSE connections, because the server waits for them when it stops.
  public void close() {
    open.forEach(SseConnection::end);
  }

  private void events(Context ctx) throws IOException {
    long since = since(ctx);
    serve(ctx, HEARTBEAT, connection -> twilio.watch(since, new Frames(connection)));
  }

  private void softphone(Context ctx) throws IOException {
    final String identity = ctx.pathParam("identity");
    serve(
        ctx,
        SOFTPHONE_HEARTBEAT,
        connection -> twilio.softphone(identity, leg -> connection.put("leg", leg)));
  }

  /// Writes the events that `subscribe` puts into the connection until the page disconnects.
  ///
  /// @throws ControlRefused (503) if too many connections are open
  void serve(
      Context ctx,
      Duration heartbeat,
      Function<SseConnection, ChangeNotifier.Subscription> subscribe)
      throws IOException {
    final SseConnection connection = new SseConnection(heartbeat, () -> Connections.cut(ctx));
    if (open.size() >= MOST_CONNECTIONS) {
      throw new ControlRefused(
          503, "too-many-streams", MOST_CONNECTIONS + " SSE connections are open; close a page");
    }
    open.add(connection);
    try (ChangeNotifier.Subscription _ = subscribe.apply(connection)) {
      connection.writeTo(ctx.res());
    } catch (IOException _) {
      // The page has disconnected, or was disconnected because it was too slow. It may reconnect.
    } finally {
      open.remove(connection);
    }
  }

  /// The number after which journal lines are sent. Without one, only new lines are sent.
  private static long since(Context ctx) {
    final Optional<String> given =
        Optional.ofNullable(ctx.header("Last-Event-ID"))
            .filter(id -> !id.isEmpty())
            .or(() -> Optional.ofNullable(ctx.queryParam("since")));
    try {
      return given.map(Long::parseLong).orElse(Long.MAX_VALUE);
    } catch (NumberFormatException _) {
      throw new ControlRefused(
          400, "bad-request", "since and Last-Event-ID must be the number of a journal line");
    }
  }

  /// Writes events as SSE frames.
  private record Frames(SseConnection connection) implements Watcher {
    @Override
    public void world(String name, long last) {
      connection.put("world", Map.of("name", name, "last", last));
    }

    @Override
    public void line(JournalEntry entry) {
      connection.put("journal", entry.number(), entry);
    }

    @Override
    public void call(CallView call) {
      connection.put("call", call);
    }
  }
}
