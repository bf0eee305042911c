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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends requests and waits for their answers; tries again what may be tried again. A repetition is
/// the same request to the last byte, its idempotency key included, so that the server does it
/// once.
public final class Http {
  /// With the standard pauses that is a bit more than a second: a restarting server is back by
  /// then.
  private static final int MAX_ATTEMPTS = 4;

  /// Who asks for more than this wants a person to decide.
  private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(10);

  /// The largest answer is a list of a few hundred sessions of 2 KB.
  private static final int MAX_ANSWER = 16 * 1024 * 1024;

  private final URI base;
  private final HttpClient client;
  private final Timeouts timeouts;
  private final Backoff backoff;

  public Http(URI base, Timeouts timeouts, Backoff backoff) {
    this.base = base;
    this.timeouts = timeouts;
    this.backoff = backoff;
    // HTTP/1.1: in HTTP/2 a stream whose reader stands still would hold up the requests beside it.
    // No redirects: they would carry the token elsewhere.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeouts.connect())
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

  /// A request to a path below the base, to be completed.
  public HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  public static HttpRequest.BodyPublisher json(Object body) {
    return BodyPublishers.ofByteArray(Wire.JSON.writeValueAsBytes(body));
  }

  /// The answer's JSON object.
  ///
  /// @throws PayException when the server says no, or nothing usable
  public JsonView send(HttpRequest request) {
    final long giveUp = System.nanoTime() + timeouts.patience().toNanos();
    for (int attempt = 1; ; attempt++) {
      final PayException failure;
      try {
        return once(request);
      } catch (PayException e) {
        failure = e;
      }
      final Duration pause = backoff.pause(attempt, failure.retryAfter());
      if (!failure.isRetryable()
          || attempt == MAX_ATTEMPTS
          || failure.retryAfter().filter(a -> a.compareTo(MAX_RETRY_AFTER) > 0).isPresent()
          || System.nanoTime() + pause.toNanos() > giveUp
          || Thread.currentThread().isInterrupted()) {
        throw failure;
      }
      sleep(pause, failure);
    }
  }

  /// The answer as soon as its headers are there; the caller closes its body.
  public HttpResponse<Chunks> open(HttpRequest request) throws InterruptedException {
    final CompletableFuture<HttpResponse<Chunks>> answer =
        client.sendAsync(request, info -> new Chunks());
    try {
      return answer.get(timeouts.request().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new NoAnswerException("no answer within " + timeouts.request(), true, e);
    } catch (ExecutionException e) {
      throw noAnswer(e.getCause() == null ? e : e.getCause());
    } finally {
      if (!answer.isDone()) {
        answer.cancel(true);
      }
    }
  }

  private JsonView once(HttpRequest request) {
    final long deadline = System.nanoTime() + timeouts.request().toNanos();
    try {
      final HttpResponse<Chunks> answer = open(request);
      final byte[] body;
      try (Chunks chunks = answer.body()) {
        body = chunks.rest(MAX_ANSWER, deadline);
      }
      if (answer.statusCode() / 100 != 2) {
        throw problem(answer, body);
      }
      return Wire.parse(body, "the answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException("interrupted while waiting for the answer", true, e);
    }
  }

  public static PayException problem(HttpResponse<Chunks> answer, byte[] body) {
    return Problems.of(answer.statusCode(), answer.headers(), body, Clock.systemUTC().instant());
  }

  private NoAnswerException noAnswer(Throwable why) {
    final boolean notSent =
        why instanceof ConnectException
            || why instanceof HttpConnectTimeoutException
            || why instanceof UnresolvedAddressException;
    if (!(why instanceof IOException) && !notSent) {
      throw new IllegalStateException("sending a request failed in an unforeseen way", why);
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

  /// Whatever the server sent with a "no", for its problem.
  public static byte[] smallBody(Chunks chunks, Timeouts timeouts) throws InterruptedException {
    return chunks.rest(MAX_ANSWER, System.nanoTime() + timeouts.request().toNanos());
  }
}
