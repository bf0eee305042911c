package dev.agentpay.server.api;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Feed;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.server.http.Query;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Waits until Twilio has opened a session's Payment or has refused to. For programs that want one
/// answer instead of live updates.
final class PaymentWait {
  /// Longest wait: shorter than the usual time-outs of HTTP clients and proxies.
  static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final Feed feed;
  private final PaySessions sessions;

  PaymentWait(Feed feed, PaySessions sessions) {
    this.feed = feed;
    this.sessions = sessions;
  }

  /// Reads how long the request wants to wait: `?wait=5s`.
  static Duration requested(Context ctx) {
    final Query query = Query.of(ctx, Set.of("wait"));
    final Duration wait = query.parsed("wait", PaymentWait::duration).orElse(Duration.ZERO);
    query.done();
    return wait;
  }

  /// Starts a session, waits, and returns the session as it is then.
  PaySession after(AgentId agent, Duration wait, Supplier<PaySession> start) {
    if (wait.isZero()) {
      return start.get();
    }
    final Semaphore news = new Semaphore(0);
    final Feed.Reader reader =
        item -> {
          if (item instanceof Feed.Fact) {
            news.release();
          }
          return true;
        };
    try (Feed.Subscription _ = feed.subscribe(Optional.of(agent), Optional.empty(), reader)) {
      return await(start.get(), System.nanoTime() + wait.toNanos(), news);
    }
  }

  private PaySession await(PaySession started, long end, Semaphore news) {
    PaySession now = started;
    try {
      while (now.state() == SessionState.OPENING
          && news.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        news.drainPermits();
        now = sessions.find(now.id()).orElse(now);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is stopping: answer with the current state
    }
    return now;
  }

  private static Duration duration(String text) {
    final String expected =
        "must be between 0s and %ds, such as 5s".formatted(MAX_WAIT.toSeconds());
    if (!text.matches("[0-9]{1,2}s")) {
      throw new IllegalArgumentException(expected);
    }
    final Duration wait = Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
    if (wait.compareTo(MAX_WAIT) > 0) {
      throw new IllegalArgumentException(expected);
    }
    return wait;
  }
}
