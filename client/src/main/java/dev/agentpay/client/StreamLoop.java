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

/// Keeps a stream alive: connects, reads, delivers, and reconnects at the last position.
final class StreamLoop implements Runnable {
  private static final Logger LOG = System.getLogger(PayStream.class.getName());

  /// Opens the next connection, which continues after the given position.
  interface Source {
    StreamConnection open(String lastEventId) throws InterruptedException;
  }

  private final Source source;
  private final StreamState streamState;
  private final StreamSink sink;
  private Backoff backoff;
  private String lastEventId = "";
  private int failures;
  private volatile ConnectionState state = ConnectionState.CONNECTING;
  private volatile boolean closing;

  StreamLoop(Source source, Backoff backoff, StreamState streamState, StreamSink sink) {
    this.source = source;
    this.backoff = backoff;
    this.streamState = streamState;
    this.sink = sink;
  }

  ConnectionState state() {
    return state;
  }

  /// Makes the loop end soon; the caller interrupts its thread.
  void close() {
    closing = true;
  }

  @Override
  public void run() {
    PayException why = new AwaitException("the stream was closed", Optional.empty());
    try {
      why = runUntilRefused();
      setState(ConnectionState.CLOSED, Optional.of(why));
    } catch (InterruptedException e) {
      state = ConnectionState.CLOSED; // only close() interrupts this thread
      sink.deliverLast(new ConnectionChange(ConnectionState.CLOSED, Optional.empty()));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the stream ends because of an internal error", e);
      sink.deliverLast(new ConnectionChange(ConnectionState.CLOSED, Optional.empty()));
    } finally {
      state = ConnectionState.CLOSED;
      streamState.end(why);
    }
  }

  /// Reconnects until the server refuses permanently.
  private PayException runUntilRefused() throws InterruptedException {
    while (true) {
      setState(ConnectionState.CONNECTING, Optional.empty());
      final PayException why = readUntilDisconnected();
      if (isPositionRefused(why)) {
        lastEventId = ""; // e.g. the server's store was restored: start with a snapshot
      } else if (isPermanentlyRefused(why)) {
        return why;
      }
      failures++;
      setState(ConnectionState.LOST, Optional.of(why));
      Thread.sleep(backoff.pause(failures, why.retryAfter()).toMillis());
    }
  }

  private PayException readUntilDisconnected() throws InterruptedException {
    try (StreamConnection connection = source.open(lastEventId)) {
      final long since = System.nanoTime();
      try {
        setState(ConnectionState.LIVE, Optional.empty());
        connection.read(this::handleFrame, position -> lastEventId = position);
        return new NoAnswerException("the server ended the stream", false);
      } finally {
        connection.retry().ifPresent(minimum -> backoff = backoff.withMinimum(minimum));
        if (Duration.ofNanos(System.nanoTime() - since).compareTo(backoff.max()) > 0) {
          failures = 0;
        }
      }
    } catch (PayException e) {
      return e;
    }
  }

  private void handleFrame(SseFrame frame) throws InterruptedException {
    failures = 0;
    final Optional<StreamItem> item;
    try {
      item = item(frame);
    } catch (PayException e) {
      LOG.log(
          Level.WARNING, "ignored an unreadable frame of type {0}: {1}", frame.event(), e.detail());
      return;
    }
    if (item.isPresent()) {
      deliver(item.get());
      streamState.notifyWaiters(item.get());
    }
  }

  /// The frame's item; empty if it was delivered before or is of an unknown kind.
  private Optional<StreamItem> item(SseFrame frame) {
    return switch (frame.event()) {
      case "snapshot" -> Optional.of(streamState.apply(Wire.snapshot(json(frame))));
      case "pay-session", "call", "agent" ->
          streamState.apply(Wire.event(json(frame))).map(event -> event);
      case "digits" -> Optional.of(Wire.digits(json(frame)));
      default -> Optional.empty();
    };
  }

  private static JsonView json(SseFrame frame) {
    return Wire.parse(frame.data().getBytes(StandardCharsets.UTF_8), frame.event());
  }

  private void setState(ConnectionState now, Optional<PayException> why)
      throws InterruptedException {
    state = now;
    deliver(new ConnectionChange(now, why));
  }

  private void deliver(StreamItem item) throws InterruptedException {
    if (closing) {
      throw new InterruptedException("the stream is closed");
    }
    sink.deliver(item);
  }

  private boolean isPositionRefused(PayException why) {
    return !lastEventId.isEmpty()
        && (why.status() == 400 || why.status() == 410 || why.status() == 422);
  }

  /// Whether another attempt would be refused too. An answer that is not AgentPay's own may come
  /// from a proxy while the server starts, so it counts as transient.
  private static boolean isPermanentlyRefused(PayException why) {
    return why.type() != ProblemType.BAD_ANSWER
        && why.status() >= 400
        && why.status() < 500
        && why.status() != 408
        && !why.isRetryable();
  }
}
