package dev.agentpay.server;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.agentpay.core.Agent;
import dev.agentpay.core.Aggregate;
import dev.agentpay.core.Call;
import dev.agentpay.core.CaptureField;
import dev.agentpay.core.EventStore;
import dev.agentpay.core.Feed;
import dev.agentpay.core.News;
import dev.agentpay.core.PaySession;
import dev.agentpay.core.SessionId;
import dev.agentpay.core.StreamId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Writes what a live stream sends, as server-sent events.
///
/// @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">The format</a>
final class Frames {
  /// A comment: shows both ends and all proxies between that the stream lives.
  static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  /// Events that are written once for all who watch; each is about two kilobytes.
  private static final int MAX_KEPT = 512;

  private final Newest newest;
  private final Map<String, byte[]> kept =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > MAX_KEPT;
        }
      };

  private record FactView(
      @JsonUnwrapped EventView fact,
      Optional<SessionView> paySession,
      Optional<CallView> call,
      Optional<AgentView> agent) {}

  private record DigitsView(SessionId paySession, CaptureField field, String mask, Instant at) {
    static DigitsView of(News news) {
      return new DigitsView(news.session(), news.field(), news.mask(), news.at());
    }
  }

  Frames(EventStore store) {
    this.newest = new Newest(store);
  }

  /// How things stand when a stream begins, and the position from which it goes on.
  static byte[] snapshot(String position, Object view) {
    return frame("snapshot", Optional.of(position), view);
  }

  /// One item of the feed. Reads the store when the item's state is not at hand.
  byte[] of(Feed.Item item) {
    return switch (item) {
      case Feed.Told told -> frame("digits", Optional.empty(), DigitsView.of(told.news()));
      case Feed.Fact fact -> once(fact);
    };
  }

  private byte[] once(Feed.Fact fact) {
    synchronized (kept) {
      final byte[] known = kept.get(fact.position());
      if (known != null) {
        return known;
      }
    }
    final Optional<Aggregate> after = newest.after(fact.recorded());
    final byte[] frame =
        frame(
            name(fact.recorded().stream().kind()),
            Optional.of(fact.position()),
            new FactView(
                EventView.of(fact.recorded()),
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

  private static String name(StreamId.Kind kind) {
    return switch (kind) {
      case SESSION -> "pay-session";
      case CALL -> "call";
      case AGENT -> "agent";
      case UUI -> "uui";
      case SYNC -> "sync";
    };
  }

  private static byte[] frame(String event, Optional<String> id, Object data) {
    final ByteArrayOutputStream frame = new ByteArrayOutputStream(1024);
    frame.writeBytes(("event: " + event + "\n").getBytes(StandardCharsets.UTF_8));
    id.ifPresent(i -> frame.writeBytes(("id: " + i + "\n").getBytes(StandardCharsets.UTF_8)));
    frame.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
    frame.writeBytes(Json.write(data)); // one line: JSON escapes line breaks
    frame.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    return frame.toByteArray();
  }
}
