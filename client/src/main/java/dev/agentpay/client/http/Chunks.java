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

/// A response's body as it arrives, for one reader that waits no longer than it wants to. (The
/// JDK's `InputStream` waits for ever, and its request time-out ends with the headers or, in newer
/// JDKs, cuts a healthy stream.) Nothing is asked of the network before the reader wants it.
public final class Chunks implements HttpResponse.BodySubscriber<Chunks>, AutoCloseable {
  private sealed interface Signal {}

  private record Data(List<ByteBuffer> buffers) implements Signal {}

  private record Broken(Throwable why) implements Signal {}

  private record End() implements Signal {}

  /// Bounded by asking for one at a time.
  private final BlockingQueue<Signal> arrived = new LinkedBlockingQueue<>();

  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;

  /// Answers are handed on when their headers are there.
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
  /// @throws NoAnswerException when nothing comes for that long, or the connection broke
  public Optional<List<ByteBuffer>> next(Duration silence) throws InterruptedException {
    final Signal signal = arrived.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
    if (signal == null) {
      throw new NoAnswerException("the server was silent for " + silence, true);
    }
    if (signal instanceof Broken broken) {
      arrived.add(signal); // whoever asks again hears the same
      throw new NoAnswerException("the connection broke", true, broken.why());
    }
    if (signal instanceof Data data) {
      more();
      return Optional.of(data.buffers());
    }
    arrived.add(signal);
    return Optional.empty();
  }

  /// All that is left.
  ///
  /// @param deadline by `System.nanoTime`
  byte[] rest(int limit, long deadline) throws InterruptedException {
    final ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      final Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      final Optional<List<ByteBuffer>> more = next(left);
      if (more.isEmpty()) {
        return body.toByteArray();
      }
      for (ByteBuffer buffer : more.get()) {
        if (body.size() + buffer.remaining() > limit) {
          throw Problems.badAnswer("the answer has more than %d bytes".formatted(limit));
        }
        final byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        body.writeBytes(bytes);
      }
    }
  }

  /// Lets the connection go, and whoever waits for bytes.
  @Override
  public void close() {
    closed = true;
    arrived.add(new Broken(new IOException("closed here")));
    final Flow.Subscription s = subscription;
    if (s != null) {
      s.cancel();
    }
  }

  private void more() {
    final Flow.Subscription s = subscription;
    if (s != null) {
      s.request(1);
    }
  }
}
