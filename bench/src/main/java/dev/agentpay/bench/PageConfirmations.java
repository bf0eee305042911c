package dev.agentpay.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Confirms each stream every ten seconds, as an open desk does, spread evenly over time.
final class PageConfirmations implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger next = new AtomicInteger();

  private PageConfirmations() {}

  static PageConfirmations start(URI server, IdleStreams streams) {
    final PageConfirmations confirmations = new PageConfirmations();
    final List<IdleStreams.Stream> all = streams.streams();
    final ScheduledFuture<?> _ =
        confirmations.timer.scheduleAtFixedRate(
            () -> confirmations.confirm(server, all),
            0,
            INTERVAL.toNanos() / all.size(),
            TimeUnit.NANOSECONDS);
    return confirmations;
  }

  private void confirm(URI server, List<IdleStreams.Stream> streams) {
    final IdleStreams.Stream stream =
        streams.get(Math.floorMod(next.getAndIncrement(), streams.size()));
    http.sendAsync(
            HttpRequest.newBuilder(server.resolve("/api/me/streams/" + stream.id()))
                .header("Authorization", "Bearer " + stream.user().token())
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .thenAccept(
            answer -> {
              if (answer.statusCode() != 204) {
                throw new IllegalStateException("A confirmation failed: " + answer.statusCode());
              }
            })
        .exceptionally(
            e -> {
              System.err.println(e.getMessage());
              return null;
            });
  }

  @Override
  public void close() {
    timer.shutdownNow();
    http.shutdownNow();
  }
}
