package dev.agentpay.server.stream;

import dev.agentpay.auth.Caller;
import dev.agentpay.auth.Permissions;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Feed;
import dev.agentpay.server.api.Sight;
import dev.agentpay.server.http.Authenticator;
import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemType;
import dev.agentpay.server.http.Query;
import dev.agentpay.server.http.Requests;
import dev.agentpay.server.options.Limits;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/// Opens live updates for a page: first a snapshot of the current state, then every event that the
/// user may see.
public final class EventStream {
  private static final int MAX_POSITION = 100;

  /// Tells a page how long silence is normal, so that it notices within seconds that this server
  /// stands still.
  private static final String HEARTBEAT = "Heartbeat-Millis";

  /// Names the connection, so that its page can confirm that it reads it.
  private static final String STREAM_ID = "Stream-Id";

  private final Feed feed;
  private final Frames frames;
  private final OpenStreams streams;
  private final Snapshots snapshots;
  private final Sight sight;
  private final Limits limits;
  private final Requests requests;

  public EventStream(
      Feed feed,
      Frames frames,
      OpenStreams streams,
      Snapshots snapshots,
      Sight sight,
      Limits limits,
      Requests requests) {
    this.feed = feed;
    this.frames = frames;
    this.streams = streams;
    this.snapshots = snapshots;
    this.sight = sight;
    this.limits = limits;
    this.requests = requests;
  }

  public void open(Context ctx) throws IOException {
    final Caller caller = Authenticator.caller(ctx);
    final Optional<AgentId> audience = audience(ctx, caller);
    final Optional<String> position =
        Optional.ofNullable(ctx.header("Last-Event-ID"))
            .filter(id -> !id.isEmpty() && id.length() <= MAX_POSITION);
    final LiveStream stream =
        new LiveStream(
            frames,
            Authenticator.bearer(ctx),
            item -> sight.sees(caller, item),
            limits.streamQueue());
    streams.admit(caller, stream);
    try {
      subscribe(stream, caller, audience, position);
      ctx.status(200)
          .contentType("text/event-stream; charset=utf-8")
          .header("X-Accel-Buffering", "no") // otherwise nginx buffers the answer
          .header(STREAM_ID, stream.id().toString())
          .header(HEARTBEAT, Long.toString(limits.heartbeat().toMillis()));
      final LiveStream.Connection to = connection(ctx);
      ctx.future(
          () -> {
            stream.connect(to);
            return stream.ended();
          });
    } catch (IOException | RuntimeException e) {
      stream.over();
      throw e;
    }
  }

  /// A page confirms that it still reads its connection.
  public void confirm(Context ctx) throws IOException {
    requests.nothing(ctx);
    if (!streams.confirm(Authenticator.caller(ctx).name(), ctx.pathParam("stream"))) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "you have no such connection for live updates; open another");
    }
    ctx.status(204);
  }

  /// Agents see only their own sessions and calls. Supervisors see all, or those of one agent.
  private static Optional<AgentId> audience(Context ctx, Caller caller) {
    final Query query = Query.of(ctx, caller.isSupervisor() ? Set.of("agent") : Set.of());
    final Optional<AgentId> agent = query.parsed("agent", AgentId::new);
    query.done();
    return Permissions.restrictedTo(caller).or(() -> agent);
  }

  private void subscribe(
      LiveStream stream, Caller caller, Optional<AgentId> audience, Optional<String> lastPosition) {
    if (lastPosition.isPresent()) {
      try {
        stream.begin(Frames.HEARTBEAT); // shows the reader at once that it is connected again
        stream.feeds(feed.subscribe(audience, lastPosition, stream));
        return;
      } catch (IllegalArgumentException _) {
        // Not a position of this feed, maybe one of an earlier store. Send a snapshot instead.
      }
    }
    // Take the position before reading the state: an event in between may be sent twice, but is
    // never lost.
    final String position = feed.position();
    stream.begin(Frames.snapshot(position, snapshots.of(caller, audience)));
    stream.feeds(feed.subscribe(audience, Optional.of(position), stream));
  }

  private static LiveStream.Connection connection(Context ctx) throws IOException {
    final OutputStream out = ctx.res().getOutputStream();
    final EndPoint end =
        ServletContextRequest.getServletContextRequest(ctx.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    return new LiveStream.Connection(out, end::close);
  }
}
