package dev.agentpay.proofs.crash;

import dev.agentpay.app.support.Pause;
import dev.agentpay.client.PayClient;
import dev.agentpay.client.PayStream;
import dev.agentpay.client.StreamListener;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.Snapshot;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// An agent's desk page: API requests, and one event stream that reconnects after every kill.
public final class CrashAgent implements StreamListener, AutoCloseable {
  /// Longer than any restart, and than the 20 s lease of a dead node.
  private static final Duration RETRY_TIMEOUT = Duration.ofSeconds(90);

  private static final Duration RETRY_DELAY = Duration.ofMillis(50);

  private final StreamHistory history = new StreamHistory();
  private final AtomicInteger snapshots = new AtomicInteger();
  private final String name;
  private final PayClient client;
  private final PayStream stream;

  public CrashAgent(URI server, String name, String password) {
    this.name = name;
    client = PayClient.connect(server).signIn(name, password);
    stream = client.stream(this);
  }

  String name() {
    return name;
  }

  public PayClient client() {
    return client;
  }

  StreamHistory history() {
    return history;
  }

  /// The number of snapshots received; more than one means that the server rejected a position.
  int snapshots() {
    return snapshots.get();
  }

  /// The session as last received on the stream; fetched if it was not received yet.
  PaySession latest(String session) {
    return stream.paySession(session).orElseGet(() -> fetch(session));
  }

  /// Fetches the session from the API.
  public PaySession fetch(String session) {
    return retrying(() -> client.paySession(session));
  }

  /// Repeats a request while it fails with a retryable error, for example during a restart.
  ///
  /// @throws PayException if the server refuses the request, or after [#RETRY_TIMEOUT]
  <T> T retrying(Supplier<T> request) {
    final long end = System.nanoTime() + RETRY_TIMEOUT.toNanos();
    while (true) {
      try {
        return request.get();
      } catch (PayException e) {
        if (!e.isRetryable() || System.nanoTime() > end) {
          throw e;
        }
        Pause.of(RETRY_DELAY);
      }
    }
  }

  @Override
  public void snapshot(Snapshot snapshot) {
    snapshots.incrementAndGet();
  }

  @Override
  public void event(PayEvent event) {
    history.add(event.stream(), event.number(), event.type());
  }

  @Override
  public void close() {
    stream.close();
  }
}
