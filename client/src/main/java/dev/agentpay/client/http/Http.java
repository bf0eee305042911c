package dev.agentpay.client.http;

import dev.agentpay.client.model.NoAnswerException;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.Timeouts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends requests, waits for the responses and retries transient failures. A retry is the same
/// request byte for byte, with the same idempotency key, so the server carries it out once.
public final class Http implements AutoCloseable {
  /// With the standard pauses this takes a little over a second, enough for a server restart.
  private static final int MAX_ATTEMPTS = 4;

  /// If the server asks for a longer pause, the caller has to decide.
  private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(10);

  /// The largest response is a list of a few hundred sessions of 2 KB each.
  private static final int MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

  private final URI base;
  private final ExecutorService threads = Executors.newCachedThreadPool(Http::newThread);
  private final Set<Runnable> cancels = ConcurrentHashMap.newKeySet();
  private final HttpClient client;
  private final Timeouts timeouts;
  private final Backoff backoff;
  private volatile boolean closed;

  public Http(URI base, Timeouts timeouts, Backoff backoff) {
    this.base = base;
    this.timeouts = timeouts;
    this.backoff = backoff;
    // HTTP/1.1: in HTTP/2, a stream with a blocked reader would also block other requests.
    // No redirects: they would send the token to another server.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeouts.connect())
            .executor(threads)
            .build();
  }

  public URI base() {
    return base;
  }

  public Timeouts timeouts() {
    return timeouts;
  }

  public Backoff backoff() {
    return backoff;
  }

  /// A builder of a request to a path below the base.
  public HttpRequest.Builder newRequest(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  public static HttpRequest.BodyPublisher json(Object body) {
    return BodyPublishers.ofByteArray(Wire.JSON.writeValueAsBytes(body));
  }

  /// Sends the request and returns the response's JSON object.
  ///
  /// @throws PayException if the server refuses, does not answer or sends an invalid response
  public JsonView send(HttpRequest request) {
    final long giveUpAt = System.nanoTime() + timeouts.total().toNanos();
    for (int attempt = 1; ; attempt++) {
      final PayException failure;
      try {
        return sendOnce(request);
      } catch (PayException e) {
        failure = e;
      }
      final Duration pause = backoff.pause(attempt, failure.retryAfter());
      if (!failure.isRetryable()
          || attempt == MAX_ATTEMPTS
          || closed
          || failure.retryAfter().filter(a -> a.compareTo(MAX_RETRY_AFTER) > 0).isPresent()
          || System.nanoTime() + pause.toNanos() > giveUpAt
          || Thread.currentThread().isInterrupted()) {
        throw failure;
      }
      sleep(pause, failure);
    }
  }

  /// Returns as soon as the response headers have arrived; the caller must close the body.
  ///
  /// @throws IllegalStateException after [#close]
  public HttpResponse<Chunks> open(HttpRequest request) throws InterruptedException {
    requireOpen();
    final CompletableFuture<HttpResponse<Chunks>> response =
        client.sendAsync(request, info -> new Chunks());
    final Runnable cancel = () -> response.cancel(true);
    cancels.add(cancel);
    try {
      return response.get(timeouts.request().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new NoAnswerException("no response within " + timeouts.request(), true, e);
    } catch (CancellationException e) {
      throw noAnswer(e);
    } catch (ExecutionException e) {
      throw noAnswer(e.getCause() == null ? e : e.getCause());
    } finally {
      cancels.remove(cancel);
      if (!response.isDone()) {
        response.cancel(true);
      }
    }
  }

  /// Ends pending requests, connections and threads. Bodies that are still read must be closed
  /// before.
  @Override
  public void close() {
    closed = true;
    cancels.forEach(Runnable::run);
    try {
      HttpClient.class.getMethod("shutdownNow").invoke(client);
    } catch (NoSuchMethodException e) {
      // Before Java 21 the JDK closes idle connections when the client is garbage.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the JDK's HTTP client could not be closed", e);
    }
    threads.shutdown();
  }

  /// @throws IllegalStateException after [#close]
  public void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the client is closed");
    }
  }

  private static Thread newThread(Runnable task) {
    final Thread thread = new Thread(task, "agentpay-http");
    thread.setDaemon(true);
    return thread;
  }

  private JsonView sendOnce(HttpRequest request) {
    final long deadline = System.nanoTime() + timeouts.request().toNanos();
    try {
      final HttpResponse<Chunks> response = open(request);
      final byte[] body;
      try (Chunks chunks = response.body()) {
        body = chunks.readAll(MAX_RESPONSE_BYTES, deadline);
      }
      if (response.statusCode() / 100 != 2) {
        throw problem(response, body);
      }
      return Wire.parse(body, "the response");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException("interrupted while waiting for the response", true, e);
    }
  }

  public static PayException problem(HttpResponse<Chunks> response, byte[] body) {
    return Problems.of(
        response.statusCode(), response.headers(), body, Clock.systemUTC().instant());
  }

  private NoAnswerException noAnswer(Throwable why) {
    if (closed) {
      return new NoAnswerException("the client was closed before the response", true, why);
    }
    final boolean notSent =
        why instanceof ConnectException
            || why instanceof HttpConnectTimeoutException
            || why instanceof UnresolvedAddressException;
    if (!(why instanceof IOException) && !notSent) {
      throw new IllegalStateException("unexpected failure while sending a request", why);
    }
    return new NoAnswerException(
        notSent ? "no connection to " + base : "the connection to %s broke".formatted(base),
        !notSent,
        why);
  }

  private static void sleep(Duration pause, PayException failure) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  /// The body of an error response, from which the problem is read.
  public static byte[] errorBody(Chunks chunks, Timeouts timeouts) throws InterruptedException {
    return chunks.readAll(MAX_RESPONSE_BYTES, System.nanoTime() + timeouts.request().toNanos());
  }
}
