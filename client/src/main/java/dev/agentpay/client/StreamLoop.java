package dev.agentpay.client;

import dev.agentpay.client.http.Backoff;
import dev.agentpay.client.http.JsonView;
import dev.agentpay.client.http.SseFrame;
import dev.agentpay.client.http.Wire;
import dev.agentpay.client.model.AwaitException;
import dev.agentpay.client.model.ConnectionChange;
import dev.agentpay.client.model.ConnectionState;
import dev.agentpay.client.model.NoAnswerException;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.ProblemType;
import dev.agentpay.client.model.StreamItem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Keeps a stream alive: connects, reads, tells, and connects again where it was.
final class StreamLoop implements Runnable {
  private static final Logger LOG = System.getLogger(PayStream.class.getName());

  /// Makes the next connection, to go on after the given position.
  interface Source {
    StreamConnection open(String lastEventId) throws InterruptedException;
  }

  private final Source source;
  private final StreamMemory memory;
  private final StreamSink sink;
  private Backoff backoff;
  private String lastEventId = "";
  private int failures;
  private volatile ConnectionState state = ConnectionState.CONNECTING;
  private volatile boolean closing;

  StreamLoop(Source source, Backoff backoff, StreamMemory memory, StreamSink sink) {
    this.source = source;
    this.backoff = backoff;
    this.memory = memory;
    this.sink = sink;
  }

  ConnectionState state() {
    return state;
  }

  /// Ends the loop soon; the caller interrupts its thread.
  void close() {
    closing = true;
  }

  @Override
  public void run() {
    PayException why = new AwaitException("the stream was closed", Optional.empty());
    try {
      why = untilRefused();
      change(ConnectionState.CLOSED, Optional.of(why));
    } catch (InterruptedException e) {
      state = ConnectionState.CLOSED; // close() interrupts, and nobody else has this thread
      sink.tellLast(new ConnectionChange(ConnectionState.CLOSED, Optional.empty()));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the stream ends by a fault of its own", e);
      sink.tellLast(new ConnectionChange(ConnectionState.CLOSED, Optional.empty()));
    } finally {
      state = ConnectionState.CLOSED;
      memory.end(why);
    }
  }

  /// Connects again and again, until the server says that this is of no use.
  private PayException untilRefused() throws InterruptedException {
    while (true) {
      change(ConnectionState.CONNECTING, Optional.empty());
      final PayException why = untilBroken();
      if (isPositionRefused(why)) {
        lastEventId = ""; // such as after the server's store was put back: begin with a snapshot
      } else if (isRefused(why)) {
        return why;
      }
      failures++;
      change(ConnectionState.LOST, Optional.of(why));
      Thread.sleep(backoff.pause(failures, why.retryAfter()).toMillis());
    }
  }

  private PayException untilBroken() throws InterruptedException {
    try (StreamConnection connection = source.open(lastEventId)) {
      final long since = System.nanoTime();
      try {
        change(ConnectionState.LIVE, Optional.empty());
        connection.read(this::take, position -> lastEventId = position);
        return new NoAnswerException("the server ended the stream", false);
      } finally {
        connection.retry().ifPresent(wish -> backoff = backoff.notBefore(wish));
        if (Duration.ofNanos(System.nanoTime() - since).compareTo(backoff.most()) > 0) {
          failures = 0;
        }
      }
    } catch (PayException e) {
      return e;
    }
  }

  private void take(SseFrame frame) throws InterruptedException {
    failures = 0;
    final Optional<StreamItem> item;
    try {
      item = item(frame);
    } catch (PayException e) {
      LOG.log(Level.WARNING, "a frame of kind {0} is passed over: {1}", frame.event(), e.detail());
      return;
    }
    if (item.isPresent()) {
      tell(item.get());
      memory.announce(item.get());
    }
  }

  /// What the frame says; empty when it was said before, or is of a kind that we do not know.
  private Optional<StreamItem> item(SseFrame frame) {
    return switch (frame.event()) {
      case "snapshot" -> Optional.of(memory.take(Wire.snapshot(json(frame))));
      case "pay-session", "call", "agent" ->
          memory.take(Wire.event(json(frame))).map(event -> event);
      case "digits" -> Optional.of(Wire.digits(json(frame)));
      default -> Optional.empty();
    };
  }

  private static JsonView json(SseFrame frame) {
    return Wire.parse(frame.data().getBytes(StandardCharsets.UTF_8), frame.event());
  }

  private void change(ConnectionState now, Optional<PayException> why) throws InterruptedException {
    state = now;
    tell(new ConnectionChange(now, why));
  }

  private void tell(StreamItem item) throws InterruptedException {
    if (closing) {
      throw new InterruptedException("the stream is closed");
    }
    sink.tell(item);
  }

  private boolean isPositionRefused(PayException why) {
    return !lastEventId.isEmpty()
        && (why.status() == 400 || why.status() == 410 || why.status() == 422);
  }

  /// A no that another attempt does not change. One that is not of our server's own words may be of
  /// a proxy before a server that is starting.
  private static boolean isRefused(PayException why) {
    return why.type() != ProblemType.BAD_ANSWER
        && why.status() >= 400
        && why.status() < 500
        && why.status() != 408
        && !why.isRetryable();
  }
}
