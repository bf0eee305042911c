package dev.agentpay.client;

import dev.agentpay.client.http.Backoff;
import dev.agentpay.client.model.AwaitException;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.ConnectionState;
import dev.agentpay.client.model.Names;
import dev.agentpay.client.model.Outcome;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Live events of the user's calls and pay sessions; for a supervisor those of all agents. Opened
/// by [PayClient#stream].
///
/// The stream begins with a snapshot. After a disconnect it reconnects by itself at its last
/// position, with pauses that grow from 0.25 to 15 seconds. Each event is delivered once and in the
/// order of its event stream. The stream ends on [#close] or [PayClient#close], or when the server
/// no longer accepts the token and there is no other: sign in again and open a new stream. Its
/// thread is a daemon thread.
public final class PayStream implements AutoCloseable {
  /// Interval at which an await also polls the API, so that it completes while the stream is down.
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);

  /// [#close] does not wait longer than this for a listener method.
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final PayClient client;
  private final StreamState streamState = new StreamState();
  private final StreamLoop loop;
  private final Thread thread;

  private PayStream(
      PayClient client,
      StreamLoop.Source source,
      Backoff backoff,
      StreamSink sink,
      Consumer<PayStream> onEnd) {
    this.client = client;
    this.loop = new StreamLoop(source, backoff, streamState, sink);
    this.thread = new Thread(() -> run(onEnd), "agentpay-stream");
    thread.setDaemon(true);
  }

  private void run(Consumer<PayStream> onEnd) {
    loop.run();
    onEnd.accept(this);
  }

  /// @param onEnd called on the stream's thread when it has ended
  static PayStream begin(
      PayClient client,
      StreamLoop.Source source,
      Backoff backoff,
      StreamSink sink,
      Consumer<PayStream> onEnd) {
    final PayStream stream = new PayStream(client, source, backoff, sink, onEnd);
    stream.thread.start();
    return stream;
  }

  /// The state of the connection.
  public ConnectionState state() {
    return loop.state();
  }

  /// The newest state of this session that the stream received, if any.
  public Optional<PaySession> paySession(String id) {
    return streamState.sessions().get(id);
  }

  /// The newest state of each session that the stream received.
  public List<PaySession> paySessions() {
    return streamState.sessions().all();
  }

  /// The newest state of each call that the stream received.
  public List<Call> calls() {
    return streamState.calls().all();
  }

  /// Waits until the session satisfies the predicate. The stream's thread tests the predicate on
  /// each state that arrives. The stream may skip a transient state, so wait for a state that
  /// lasts.
  ///
  /// @throws AwaitException if that does not happen in time or the stream ends; contains the last
  ///   known state
  /// @throws PayException if there is no such session
  public PaySession await(String id, Predicate<PaySession> until, Duration timeout) {
    final LatestVersions<PaySession> sessions = streamState.sessions();
    final CompletableFuture<PaySession> found =
        sessions.firstMatch(session -> session.id().equals(id) && until.test(session));
    final long deadline = System.nanoTime() + timeout.toNanos();
    try {
      if (sessions.get(id).isEmpty()) {
        refresh(id);
      }
      while (true) {
        final long left = deadline - System.nanoTime();
        final Optional<PaySession> session =
            waitFor(found, Math.min(left, POLL_INTERVAL.toNanos()), "pay session " + id);
        if (session.isPresent()) {
          return session.get();
        }
        if (left <= POLL_INTERVAL.toNanos()) {
          throw new AwaitException(
              "pay session %s did not reach the awaited state within %s; it is %s"
                  .formatted(
                      id,
                      timeout,
                      sessions.get(id).map(s -> Names.wire(s.state())).orElse("unknown")),
              sessions.get(id));
        }
        refresh(id);
      }
    } finally {
      sessions.cancel(found);
    }
  }

  /// Waits until the session is in this state.
  ///
  /// @throws AwaitException if it does not reach the state in time; immediately if it ended in
  ///   another state
  public PaySession awaitState(String id, SessionState wanted, Duration timeout) {
    final PaySession session = await(id, s -> s.state() == wanted || s.isFinal(), timeout);
    if (session.state() != wanted) {
      throw new AwaitException(
          "pay session %s ended as %s and will not become %s%s"
              .formatted(
                  id,
                  Names.wire(session.state()),
                  Names.wire(wanted),
                  session.outcome().flatMap(Outcome::text).map(t -> ": " + t).orElse("")),
          Optional.of(session));
    }
    return session;
  }

  /// Waits until the session has ended in any final state. [SessionState#UNCONFIRMED] is not final,
  /// so the await of an unconfirmed session times out.
  ///
  /// @throws AwaitException if the session has not ended in time
  public PaySession awaitEnd(String id, Duration timeout) {
    return await(id, PaySession::isFinal, timeout);
  }

  /// Waits until a call satisfies the predicate.
  ///
  /// @throws AwaitException if none does in time or the stream ends
  public Call awaitCall(Predicate<Call> until, Duration timeout) {
    final CompletableFuture<Call> found = streamState.calls().firstMatch(until);
    try {
      return waitFor(found, timeout.toNanos(), "the call")
          .orElseThrow(
              () ->
                  new AwaitException(
                      "no call matched within %s; %s"
                          .formatted(timeout, describeLatest(streamState.calls().all())),
                      Optional.empty()));
    } finally {
      streamState.calls().cancel(found);
    }
  }

  /// Ends the stream. Nothing is delivered after this returns, unless a listener method takes
  /// longer than five seconds or calls this itself.
  @Override
  public void close() {
    loop.close();
    thread.interrupt();
    if (!Thread.currentThread().equals(thread)) {
      try {
        thread.join(CLOSE_WAIT.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String describeLatest(List<Call> calls) {
    if (calls.isEmpty()) {
      return "the stream delivered no call";
    }
    final Call last = calls.get(calls.size() - 1);
    return "the latest is %s: %s".formatted(last.sid(), Names.wire(last.state()));
  }

  private void refresh(String id) {
    try {
      final PaySession session = client.paySession(id);
      streamState.sessions().notifyWaiters(streamState.sessions().offer(session));
    } catch (PayException e) {
      if (!e.isRetryable()) {
        throw e;
      }
    }
  }

  /// The result; empty if it does not arrive within this time.
  private static <T> Optional<T> waitFor(CompletableFuture<T> found, long nanos, String what) {
    try {
      return Optional.of(found.get(Math.max(0, nanos), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AwaitException("interrupted while waiting for " + what, Optional.empty());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PayException why) {
        throw new AwaitException(
            "the await of %s failed: %s".formatted(what, why.getMessage()), Optional.empty());
      }
      throw new IllegalStateException("the predicate failed", e.getCause());
    }
  }
}
