package dev.agentpay.proofs.crash;

import dev.agentpay.app.support.Pause;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/// What Twilio reaches: a load balancer that passes webhooks on to the server and answers 503 when
/// that is down, at once or after a while. The while is what paces Twilio's repetitions: an outage
/// shorter than six of them loses no callback, a longer one does.
///
/// It can also do on purpose what the server must never do: answer 204 first and pass the callback
/// on afterwards. That is exactly "acknowledged before it is durable".
public final class LoadBalancer implements AutoCloseable {
  private final ReverseProxy relay;
  private final AtomicReference<Duration> patience = new AtomicReference<>(Duration.ZERO);
  private final ExecutorService later = Executors.newVirtualThreadPerTaskExecutor();

  /// When a status callback is acknowledged.
  public sealed interface Acknowledging {
    /// When the server has said so.
    record WhenDurable() implements Acknowledging {}

    /// Before the server even has it.
    ///
    /// @param between runs after the acknowledgement and before the callback is passed on
    record First(Between between) implements Acknowledging {}
  }

  /// What happens between an early acknowledgement and the work.
  interface Between {
    /// @param body of the callback
    void happens(String body);
  }

  LoadBalancer(URI server, Acknowledging acknowledging) {
    relay =
        new ReverseProxy(
            server,
            forward ->
                switch (acknowledging) {
                  case Acknowledging.WhenDurable _ -> request -> patient(forward, request);
                  case Acknowledging.First first ->
                      request -> early(forward, request, first.between());
                });
  }

  public URI baseUri() {
    return relay.baseUri();
  }

  /// How long a webhook waits before it is told that the server is down.
  void waits(Duration time) {
    patience.set(time);
  }

  @Override
  public void close() {
    later.shutdownNow();
    relay.close();
  }

  private ReverseProxy.Answer patient(ReverseProxy.Manner forward, ReverseProxy.Request request) {
    final ReverseProxy.Answer answer = forward.take(request);
    if (answer.status() == 503) {
      Pause.of(patience.get());
    }
    return answer;
  }

  private ReverseProxy.Answer early(
      ReverseProxy.Manner forward, ReverseProxy.Request request, Between between) {
    if (!request.target().startsWith("/twilio/payments/")) {
      return patient(forward, request);
    }
    later.execute(
        () -> {
          between.happens(request.body());
          forward.take(request); // whoever acknowledged first has nobody left to tell of a failure
        });
    return ReverseProxy.Answer.empty(204);
  }
}
