package dev.agentpay.server.stream;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.agentpay.calls.Agent;
import dev.agentpay.calls.Call;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.BoundedMap;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.payments.session.Digits;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.server.views.AgentView;
import dev.agentpay.server.views.CallView;
import dev.agentpay.server.views.EventView;
import dev.agentpay.server.views.EventViews;
import dev.agentpay.server.views.SessionView;
import dev.agentpay.server.views.ViewJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Formats live updates as server-sent events.
///
/// @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">The format</a>
public final class Frames {
  /// A comment that shows both ends and all proxies between them that the connection is alive.
  static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  /// How many formatted events are cached for other readers; each is about two kilobytes.
  private static final int MAX_KEPT = 512;

  /// Event names by kind of stream. A page could take `session` for many things.
  private static final Map<String, String> NAMES =
      Map.of("SESSION", "pay-session", "SIGN_IN", "sign-in", "SERVICE_KEY", "service-key");

  private final StateCache newest;
  private final EventViews views;
  private final Map<String, byte[]> kept = new BoundedMap<>(MAX_KEPT);

  private record FactView(
      @JsonUnwrapped EventView fact,
      Optional<SessionView> paySession,
      Optional<CallView> call,
      Optional<AgentView> agent) {}

  private record DigitsView(SessionId paySession, CaptureField field, String mask, Instant at) {
    static DigitsView of(Digits news) {
      return new DigitsView(news.session(), news.field(), news.mask(), news.at());
    }
  }

  public Frames(EventStore store, EventViews views) {
    this.newest = new StateCache(store);
    this.views = views;
  }

  /// Formats the first frame: the current state, and the position from which to continue.
  static byte[] snapshot(String position, Object view) {
    return frame("snapshot", Optional.of(position), view);
  }

  /// Formats one item of the feed. Reads the store if the item's state is not cached.
  byte[] of(Feed.Item item) {
    return switch (item) {
      case Feed.Update update ->
          frame("digits", Optional.empty(), DigitsView.of((Digits) update.update()));
      case Feed.Fact fact -> cached(fact);
    };
  }

  private byte[] cached(Feed.Fact fact) {
    synchronized (kept) {
      final byte[] known = kept.get(fact.position());
      if (known != null) {
        return known;
      }
    }
    final Optional<Aggregate> after = newest.after(fact.event());
    final byte[] frame =
        frame(
            name(fact.event().stream().kind()),
            Optional.of(fact.position()),
            new FactView(
                views.of(fact.event()),
                after
                    .filter(PaySession.class::isInstance)
                    .map(state -> SessionView.of((PaySession) state)),
                after.filter(Call.class::isInstance).map(state -> CallView.of((Call) state)),
                after.filter(Agent.class::isInstance).map(state -> AgentView.of((Agent) state))));
    synchronized (kept) {
      kept.put(fact.position(), frame);
    }
    return frame;
  }

  /// Returns the SSE event name for a kind of stream: its own name if it has one, otherwise the
  /// kind in lower case.
  public static String name(String kind) {
    return NAMES.getOrDefault(kind, kind.toLowerCase(Locale.ROOT));
  }

  private static byte[] frame(String event, Optional<String> id, Object data) {
    final ByteArrayOutputStream frame = new ByteArrayOutputStream(1024);
    frame.writeBytes(("event: " + event + "\n").getBytes(StandardCharsets.UTF_8));
    id.ifPresent(i -> frame.writeBytes(("id: " + i + "\n").getBytes(StandardCharsets.UTF_8)));
    frame.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
    frame.writeBytes(ViewJson.write(data)); // one line: JSON escapes line breaks
    frame.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    return frame.toByteArray();
  }
}
