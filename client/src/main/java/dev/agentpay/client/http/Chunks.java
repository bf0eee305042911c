package dev.agentpay.client.http;

import dev.agentpay.client.model.NoAnswerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A response body as it arrives, for one reader with a timeout. (The JDK's `InputStream` blocks
/// without a limit. The JDK's request timeout ends with the headers or, in newer versions, also
/// ends a healthy stream.) Requests data from the network only when the reader needs it.
public final class Chunks implements HttpResponse.BodySubscriber<Chunks>, AutoCloseable {
  private sealed interface Signal {}

  private record Data(List<ByteBuffer> buffers) implements Signal {}

  private record Broken(Throwable why) implements Signal {}

  private record End() implements Signal {}

  /// Bounded, because only one item is requested at a time.
  private final BlockingQueue<Signal> arrived = new LinkedBlockingQueue<>();

  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;

  /// Completes as soon as the headers have arrived.
  @Override
  public CompletionStage<Chunks> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription s) {
    subscription = s;
    if (closed) {
      s.cancel();
    } else {
      s.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    arrived.add(new Data(buffers));
  }

  @Override
  public void onError(Throwable why) {
    arrived.add(new Broken(why));
  }

  @Override
  public void onComplete() {
    arrived.add(new End());
  }

  /// The next bytes; empty at the end.
  ///
  /// @throws NoAnswerException if nothing arrives within this time or the connection broke
  public Optional<List<ByteBuffer>> next(Duration idle) throws InterruptedException {
    final Signal signal = arrived.poll(idle.toNanos(), TimeUnit.NANOSECONDS);
    if (signal == null) {
      throw new NoAnswerException("the server sent nothing for " + idle, true);
    }
    if (signal instanceof Broken broken) {
      arrived.add(signal); // a later call gets the same signal
      throw new NoAnswerException("the connection broke", true, broken.why());
    }
    if (signal instanceof Data data) {
      requestNext();
      return Optional.of(data.buffers());
    }
    arrived.add(signal);
    return Optional.empty();
  }

  /// The rest of the body.
  ///
  /// @param deadline in terms of `System.nanoTime`
  byte[] readAll(int limit, long deadline) throws InterruptedException {
    final ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      final Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      final Optional<List<ByteBuffer>> more = next(left);
      if (more.isEmpty()) {
        return body.toByteArray();
      }
      for (ByteBuffer buffer : more.get()) {
        if (body.size() + buffer.remaining() > limit) {
          throw Problems.badAnswer("the response has more than %d bytes".formatted(limit));
        }
        final byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        body.writeBytes(bytes);
      }
    }
  }

  /// Releases the connection and any blocked reader.
  @Override
  public void close() {
    closed = true;
    arrived.add(new Broken(new IOException("closed here")));
    final Flow.Subscription s = subscription;
    if (s != null) {
      s.cancel();
    }
  }

  private void requestNext() {
    final Flow.Subscription s = subscription;
    if (s != null) {
      s.request(1);
    }
  }
}
