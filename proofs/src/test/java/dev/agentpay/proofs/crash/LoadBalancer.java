package dev.agentpay.proofs.crash;

import dev.agentpay.app.support.Pause;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/// A load balancer between Twilio and the server. While the server is down, it answers 503 after a
/// configurable wait. The wait sets the pace of Twilio's retries: callbacks survive an outage that
/// is shorter than six waits, and get lost in a longer one.
///
/// It can also make the mistake that the crash check must find: answer 204 first and forward the
/// callback afterwards, that is, acknowledge it before it is durable.
public final class LoadBalancer implements AutoCloseable {
  private final ReverseProxy proxy;
  private final AtomicReference<Duration> wait = new AtomicReference<>(Duration.ZERO);
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  /// When a status callback is acknowledged.
  public sealed interface AckPolicy {
    /// When the server has acknowledged it.
    record AfterCommit() implements AckPolicy {}

    /// Before the server receives it.
    ///
    /// @param hook runs after the 204 and before the callback is forwarded
    record Early(EarlyAckHook hook) implements AckPolicy {}
  }

  /// Runs between an early 204 and forwarding the callback.
  interface EarlyAckHook {
    /// @param body the callback's body
    void run(String body);
  }

  LoadBalancer(URI server, AckPolicy ackPolicy) {
    proxy =
        new ReverseProxy(
            server,
            forward ->
                switch (ackPolicy) {
                  case AckPolicy.AfterCommit _ -> request -> forwardOrWait(forward, request);
                  case AckPolicy.Early early ->
                      request -> acknowledgeEarly(forward, request, early.hook());
                });
  }

  public URI baseUri() {
    return proxy.baseUri();
  }

  /// Sets how long a webhook waits for the answer 503 while the server is down.
  void setWait(Duration time) {
    wait.set(time);
  }

  @Override
  public void close() {
    executor.shutdownNow();
    proxy.close();
  }

  private ReverseProxy.Answer forwardOrWait(
      ReverseProxy.Handler forward, ReverseProxy.Request request) {
    final ReverseProxy.Answer answer = forward.handle(request);
    if (answer.status() == 503) {
      Pause.of(wait.get());
    }
    return answer;
  }

  private ReverseProxy.Answer acknowledgeEarly(
      ReverseProxy.Handler forward, ReverseProxy.Request request, EarlyAckHook hook) {
    if (!request.target().startsWith("/twilio/payments/")) {
      return forwardOrWait(forward, request);
    }
    executor.execute(
        () -> {
          hook.run(request.body());
          forward.handle(request); // the 204 is sent already, so a failure cannot be reported
        });
    return ReverseProxy.Answer.empty(204);
  }
}
