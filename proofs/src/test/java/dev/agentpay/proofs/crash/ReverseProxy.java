package dev.agentpay.proofs.crash;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A reverse proxy between two processes, like the one in front of a real installation. A proof can
/// replace its behaviour.
final class ReverseProxy implements AutoCloseable {
  private static final Duration BACKEND_TIMEOUT = Duration.ofSeconds(14);

  /// The request headers of Twilio's webhooks and of the ledger client.
  private static final List<String> FORWARDED_HEADERS =
      List.of("Content-Type", "Authorization", "X-Twilio-Signature", "I-Twilio-Idempotency-Token");

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final URI backend;
  private final Javalin server;

  /// Handles a request.
  interface Handler {
    Answer handle(Request request);
  }

  /// @param target path and query, as in the request line
  /// @param headers alternating names and values
  record Request(String method, String target, List<String> headers, String body) {}

  /// @param status 503 if the backend cannot be reached, 502 if the connection to it breaks
  record Answer(int status, String type, String body) {
    static Answer empty(int status) {
      return new Answer(status, "text/plain", "");
    }

    boolean isFailure() {
      return status == 502 || status == 503;
    }
  }

  /// @param behaviour takes the handler that forwards requests, returns the handler to use
  ReverseProxy(URI backend, Function<Handler, Handler> behaviour) {
    this.backend = backend;
    final Handler handler = behaviour.apply(this::forward);
    server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.concurrency.useVirtualThreads = true;
              config.routes.post("/<path>", ctx -> answer(ctx, handler));
              config.routes.get("/<path>", ctx -> answer(ctx, handler));
            });
    server.start("127.0.0.1", 0);
  }

  URI baseUri() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  @Override
  public void close() {
    server.stop();
    http.shutdownNow();
  }

  private static void answer(Context ctx, Handler handler) {
    final String query = Optional.ofNullable(ctx.req().getQueryString()).orElse("");
    final String path = ctx.req().getRequestURI();
    final List<String> headers =
        FORWARDED_HEADERS.stream()
            .filter(name -> ctx.header(name) != null)
            .flatMap(name -> List.of(name, String.valueOf(ctx.header(name))).stream())
            .toList();
    final Answer answer =
        handler.handle(
            new Request(
                ctx.req().getMethod(),
                query.isEmpty() ? path : path + "?" + query,
                headers,
                ctx.body()));
    ctx.status(answer.status()).contentType(answer.type()).result(answer.body());
  }

  private Answer forward(Request request) {
    final HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(backend + request.target()))
            .timeout(BACKEND_TIMEOUT)
            .method(
                request.method(),
                request.body().isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(request.body()));
    if (!request.headers().isEmpty()) {
      builder.headers(request.headers().toArray(String[]::new));
    }
    try {
      final HttpResponse<String> answer =
          http.send(builder.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(
          answer.statusCode(),
          answer.headers().firstValue("Content-Type").orElse("text/plain"),
          answer.body());
    } catch (ConnectException e) {
      return Answer.empty(503);
    } catch (IOException e) {
      return Answer.empty(502);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.empty(502);
    }
  }
}
