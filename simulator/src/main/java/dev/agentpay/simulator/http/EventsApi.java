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

/// The live streams: what happens in the account, and what rings at a softphone.
public final class EventsApi {
  /// More than all pages of a demonstration; each has a thread and a queue.
  static final int MOST_STREAMS = 64;

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /// Shorter than the others': while a softphone that has gone is not noticed, calls ring at
  /// nobody.
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

  /// Ends all streams: a server that stops waits for them otherwise.
  public void close() {
    open.forEach(SseConnection::end);
  }

  private void events(Context ctx) throws IOException {
    long since = since(ctx);
    stream(ctx, HEARTBEAT, stream -> twilio.watch(since, new Frames(stream)));
  }

  private void softphone(Context ctx) throws IOException {
    var identity = ctx.pathParam("identity");
    stream(
        ctx,
        SOFTPHONE_HEARTBEAT,
        stream -> twilio.softphone(identity, leg -> stream.put("leg", leg)));
  }

  /// Writes what `watching` puts into the stream until its reader has gone. Refused (503) when too
  /// many are open.
  void stream(Context ctx, Duration heartbeat, Function<SseConnection, ChangeNotifier.Subscription> watching)
      throws IOException {
    var stream = new SseConnection(heartbeat, () -> Connections.cut(ctx));
    if (open.size() >= MOST_STREAMS) {
      throw new ControlRefused(
          503, "too-many-streams", MOST_STREAMS + " streams are open: close a page");
    }
    open.add(stream);
    try (var _ = watching.apply(stream)) {
      stream.writeTo(ctx.res());
    } catch (IOException _) {
      // The reader has gone, or was cut off; whoever wants comes back.
    } finally {
      open.remove(stream);
    }
  }

  /// Without a number only what is new is told.
  private static long since(Context ctx) {
    var given =
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

  /// Writes what is watched as frames.
  private record Frames(SseConnection stream) implements Watcher {
    @Override
    public void world(String name, long last) {
      stream.put("world", Map.of("name", name, "last", last));
    }

    @Override
    public void line(JournalEntry entry) {
      stream.put("journal", entry.number(), entry);
    }

    @Override
    public void call(CallView call) {
      stream.put("call", call);
    }
  }
}
