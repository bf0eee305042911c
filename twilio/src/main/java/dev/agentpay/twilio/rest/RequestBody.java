package dev.agentpay.twilio.rest;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/// A request's body that knows whether it has left us. The HTTP client asks for it once connected
/// and not before, and no server acts on a request whose body is missing. Withdrawn before it is
/// asked for, it never leaves: so whoever withdraws it knows for sure that nothing has happened.
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

  /// Of a request without a body nobody can tell whether it has left.
  static RequestBody none() {
    return new RequestBody("", State.SENT);
  }

  /// Keeps it from leaving.
  ///
  /// @return false when it may have left already
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

  /// Flow wants a subscription even where there is nothing.
  private static final class NoBytes implements Flow.Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }
}
