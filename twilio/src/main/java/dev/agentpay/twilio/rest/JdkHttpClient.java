package dev.agentpay.twilio.rest;

import com.twilio.constant.EnumConstants.ContentType;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.twilio.UnacceptedException;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.http.Header;

/// Sends twilio-java's requests with the JDK's HTTP client: once each, over persistent connections,
/// with limits, and to another host if configured. Every answer except 2xx becomes an
/// [UnacceptedException].
final class JdkHttpClient extends com.twilio.http.HttpClient implements AutoCloseable {
  /// Most concurrent requests: Twilio answers 429 to accounts with many more.
  static final int MAX_CONCURRENT = 64;

  /// How long a request waits for a free permit. A refused request is retried later anyway, and an
  /// agent who cancels should not wait in a long queue.
  static final Duration MAX_WAIT = Duration.ofMillis(500);

  /// Longest answer, in bytes: a Payment has 400, a Call 2,000.
  static final int MAX_ANSWER = 256 * 1024;

  private static final String USER_AGENT = "agentpay";

  private final Optional<URI> base;
  private final Duration total;
  private final Credentials credentials;
  private final Semaphore permits = new Semaphore(MAX_CONCURRENT, true);
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;

  JdkHttpClient(
      Optional<URI> base, Duration connectTimeout, Duration readTimeout, Credentials credentials) {
    this.base = base;
    this.credentials = credentials;
    this.total = connectTimeout.plus(readTimeout);
    // HTTP/1.1: every request has its own connection, so we know whether it was sent.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(executor)
            .build();
  }

  /// Sends a request once. A 5xx is thrown instead of returned, because twilio-java would send the
  /// request again, even a `complete`. Whether that is safe is decided where the session is known.
  @Override
  public Response makeRequest(Request request) {
    final RequestBody body =
        request.getMethod() == HttpMethod.GET
            ? RequestBody.none()
            : RequestBody.of(request.encodeFormBody());
    final HttpRequest outgoing = outgoing(request, body);
    acquire();
    try {
      final HttpResponse<byte[]> response = exchange(outgoing, body);
      credentials.answered(response.statusCode());
      if (response.statusCode() < 200 || response.statusCode() >= 300) {
        throw new UnacceptedException(HttpAnswers.of(response));
      }
      // The headers must not be null, because twilio-java's debug log counts them.
      return new Response(
          new ByteArrayInputStream(response.body()), response.statusCode(), new Header[0]);
    } finally {
      permits.release();
    }
  }

  private void acquire() {
    try {
      if (!permits.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new UnacceptedException(
            new Answer.NotSent(
                "%s requests to Twilio are already in progress".formatted(MAX_CONCURRENT)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnacceptedException(new Answer.NotSent("interrupted"));
    }
  }

  private HttpResponse<byte[]> exchange(HttpRequest outgoing, RequestBody body) {
    final CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(outgoing, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
    try {
      // The time-out of the JDK's client covers only the headers, but a body may hang as well.
      return exchange.get(total.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw unanswered(body, "no answer within %s ms".formatted(total.toMillis()));
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw unanswered(body, "interrupted");
    } catch (ExecutionException e) {
      throw unanswered(body, HttpAnswers.describe(Optional.ofNullable(e.getCause()).orElse(e)));
    }
  }

  private static UnacceptedException unanswered(RequestBody body, String why) {
    return new UnacceptedException(
        body.withdraw()
            ? new Answer.NotSent("could not connect to Twilio: " + why)
            : new Answer.NoAnswer("Twilio did not answer: " + why));
  }

  private HttpRequest outgoing(Request request, RequestBody body) {
    final HttpRequest.Builder outgoing =
        HttpRequest.newBuilder(target(request))
            .header("Accept", ContentType.JSON.getValue())
            .header("User-Agent", USER_AGENT);
    if (request.requiresAuthentication()) {
      outgoing.header("Authorization", request.getAuthString());
    }
    if (request.getMethod() == HttpMethod.GET) {
      return outgoing.GET().build();
    }
    return outgoing
        .header("Content-Type", ContentType.FORM_URLENCODED.getValue())
        .method(request.getMethod().toString(), body)
        .build();
  }

  /// Returns the URL: Twilio's own host for that API, with edge and region, or the configured
  /// address, which serves all APIs and distinguishes them by path.
  ///
  /// twilio-java encodes names in a path except for slashes and question marks. Names that may
  /// contain these are therefore encoded before, and twilio-java encodes them a second time, which
  /// is undone here.
  URI target(Request request) {
    final URI encodedTwice = URI.create(request.constructURL().toString());
    final URI url =
        URI.create(
            encodedTwice
                .toString()
                .replace(encodedTwice.getRawPath(), encodedTwice.getRawPath().replace("%25", "%")));
    return base.map(b -> atBase(url, b)).orElse(url);
  }

  /// Returns the same path and query at another address.
  private static URI atBase(URI url, URI base) {
    final String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return URI.create(base + url.getRawPath() + query);
  }

  /// Waits for requests in progress to end; their time-outs limit the wait.
  @Override
  public void close() {
    client.close();
    executor.close();
  }
}
