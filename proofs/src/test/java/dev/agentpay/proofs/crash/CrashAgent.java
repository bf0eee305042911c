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

/// An agent's page: the API, and one stream that is kept open through every kill.
public final class CrashAgent implements StreamListener, AutoCloseable {
  /// Longer than any restart, and than the 20 s after which a dead node's work is taken over.
  private static final Duration INSISTS_FOR = Duration.ofSeconds(90);

  private static final Duration GLANCE = Duration.ofMillis(50);

  private final StreamHistory heard = new StreamHistory();
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

  StreamHistory heard() {
    return heard;
  }

  /// How often the stream began anew; more than once means that a position was not taken.
  int snapshots() {
    return snapshots.get();
  }

  /// The session as the stream last told it; asked for when the stream has not told it yet.
  PaySession sees(String session) {
    return stream.paySession(session).orElseGet(() -> asks(session));
  }

  /// The session as the API has it.
  public PaySession asks(String session) {
    return insists(() -> client.paySession(session));
  }

  /// Asks again and again while the server is away, as a person would.
  ///
  /// @throws PayException what the server said no to
  <T> T insists(Supplier<T> request) {
    final long end = System.nanoTime() + INSISTS_FOR.toNanos();
    while (true) {
      try {
        return request.get();
      } catch (PayException e) {
        if (!e.isRetryable() || System.nanoTime() > end) {
          throw e;
        }
        Pause.of(GLANCE);
      }
    }
  }

  @Override
  public void snapshot(Snapshot snapshot) {
    snapshots.incrementAndGet();
  }

  @Override
  public void event(PayEvent event) {
    heard.event(event.stream(), event.number(), event.type());
  }

  @Override
  public void close() {
    stream.close();
  }
}
