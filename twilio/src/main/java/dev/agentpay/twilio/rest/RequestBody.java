package dev.agentpay.twilio.rest;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/// A request body that knows whether it was sent. The HTTP client requests it only after it has
/// connected, and no server acts on a request without its body. A body that is withdrawn before it
/// is requested is never sent, so the request certainly has no effect.
final class RequestBody implements BodyPublisher {
  private enum State {
    HERE,
    SENT,
    WITHDRAWN
  }

  private final BodyPublisher bytes;
  private final AtomicReference<State> state;

  private RequestBody(String text, State state) {
    this.bytes = BodyPublishers.ofString(text, StandardCharsets.UTF_8);
    this.state = new AtomicReference<>(state);
  }

  static RequestBody of(String text) {
    return new RequestBody(text, State.HERE);
  }

  /// For a request without a body, we cannot know whether it was sent.
  static RequestBody none() {
    return new RequestBody("", State.SENT);
  }

  /// Prevents that the body is sent.
  ///
  /// @return false if it may have been sent already
  boolean withdraw() {
    return state.compareAndSet(State.HERE, State.WITHDRAWN) || state.get() == State.WITHDRAWN;
  }

  @Override
  public long contentLength() {
    return bytes.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    if (state.compareAndSet(State.HERE, State.SENT) || state.get() == State.SENT) {
      bytes.subscribe(subscriber);
    } else {
      subscriber.onSubscribe(new NoBytes());
      subscriber.onError(new IOException("the request was withdrawn"));
    }
  }

  /// Flow requires a subscription even if there are no bytes.
  private static final class NoBytes implements Flow.Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }
}
