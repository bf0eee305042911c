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
import java.util.function.Predicate;

/// What happens to my calls and pay sessions, as it happens (a supervisor's: everybody's). Opened
/// by [PayClient#stream].
///
/// It begins with a snapshot. When the connection breaks, it comes back by itself where it was,
/// with pauses that grow from a quarter of a second to 15 seconds; each event is told once and in
/// the order of its stream. It ends by [#close], or when the server does not want the token any
/// more: sign in again and open a new one. Its thread does not keep the JVM alive.
public final class PayStream implements AutoCloseable {
  /// How often an await asks the API itself, so that a lost stream does not strand a script.
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  /// A listener's method that takes longer is left to itself at close.
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final PayClient client;
  private final StreamMemory memory = new StreamMemory();
  private final StreamLoop loop;
  private final Thread thread;

  private PayStream(PayClient client, StreamLoop.Source source, Backoff backoff, StreamSink sink) {
    this.client = client;
    this.loop = new StreamLoop(source, backoff, memory, sink);
    this.thread = new Thread(loop, "agentpay-stream");
    thread.setDaemon(true);
  }

  static PayStream begin(
      PayClient client, StreamLoop.Source source, Backoff backoff, StreamSink sink) {
    final PayStream stream = new PayStream(client, source, backoff, sink);
    stream.thread.start();
    return stream;
  }

  /// How the connection stands.
  public ConnectionState state() {
    return loop.state();
  }

  /// The newest state of this session that the stream has told, if it told one.
  public Optional<PaySession> paySession(String id) {
    return memory.sessions().get(id);
  }

  /// The newest state of each session that the stream has told.
  public List<PaySession> paySessions() {
    return memory.sessions().all();
  }

  /// The newest state of each call that the stream has told.
  public List<Call> calls() {
    return memory.calls().all();
  }

  /// Waits until the session is as wanted. The predicate is tried on each state that is told, on
  /// the stream's thread; a state that the session only passes through may not be told, so ask for
  /// what lasts.
  ///
  /// @throws AwaitException when that does not come in time, or the stream ends; it has the last
  ///   state seen
  /// @throws PayException when there is no such session
  public PaySession await(String id, Predicate<PaySession> until, Duration timeout) {
    final Newest<PaySession> sessions = memory.sessions();
    final CompletableFuture<PaySession> found =
        sessions.when(session -> session.id().equals(id) && until.test(session));
    final long deadline = System.nanoTime() + timeout.toNanos();
    try {
      if (sessions.get(id).isEmpty()) {
        look(id);
      }
      while (true) {
        final long left = deadline - System.nanoTime();
        final Optional<PaySession> session =
            get(found, Math.min(left, LOOK_AGAIN.toNanos()), "pay session " + id);
        if (session.isPresent()) {
          return session.get();
        }
        if (left <= LOOK_AGAIN.toNanos()) {
          throw new AwaitException(
              "pay session %s did not become as awaited within %s; it is %s"
                  .formatted(
                      id,
                      timeout,
                      sessions.get(id).map(s -> Names.wire(s.state())).orElse("unknown")),
              sessions.get(id));
        }
        look(id);
      }
    } finally {
      sessions.leave(found);
    }
  }

  /// Waits until the session is in this state.
  ///
  /// @throws AwaitException when that does not come in time, or at once when the session has ended
  ///   otherwise
  public PaySession awaitState(String id, SessionState wanted, Duration timeout) {
    final PaySession session = await(id, s -> s.state() == wanted || s.isFinal(), timeout);
    if (session.state() != wanted) {
      throw new AwaitException(
          "pay session %s ended %s and will not be %s%s"
              .formatted(
                  id,
                  Names.wire(session.state()),
                  Names.wire(wanted),
                  session.outcome().flatMap(Outcome::text).map(t -> ": " + t).orElse("")),
          Optional.of(session));
    }
    return session;
  }

  /// Waits until the session has ended, however. One that nobody can tell the end of is
  /// [SessionState#UNCONFIRMED], which is no end: it times out.
  ///
  /// @throws AwaitException when it has not ended in time
  public PaySession awaitEnd(String id, Duration timeout) {
    return await(id, PaySession::isFinal, timeout);
  }

  /// Waits until there is a call like that.
  ///
  /// @throws AwaitException when none comes in time, or the stream ends
  public Call awaitCall(Predicate<Call> until, Duration timeout) {
    final CompletableFuture<Call> found = memory.calls().when(until);
    try {
      return get(found, timeout.toNanos(), "the call")
          .orElseThrow(
              () ->
                  new AwaitException(
                      "no call became as awaited within %s; %s"
                          .formatted(timeout, newest(memory.calls().all())),
                      Optional.empty()));
    } finally {
      memory.calls().leave(found);
    }
  }

  /// Ends the stream. When this returns, nothing more is told, unless a listener's method takes
  /// longer than five seconds or is itself the caller.
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

  private static String newest(List<Call> told) {
    if (told.isEmpty()) {
      return "none was told";
    }
    final Call last = told.get(told.size() - 1);
    return "the newest told is %s: %s".formatted(last.sid(), Names.wire(last.state()));
  }

  private void look(String id) {
    try {
      final PaySession session = client.paySession(id);
      memory.sessions().announce(memory.sessions().offer(session));
    } catch (PayException e) {
      if (!e.isRetryable()) {
        throw e;
      }
    }
  }

  /// What is found, or empty when it is not within that time.
  private static <T> Optional<T> get(CompletableFuture<T> found, long nanos, String what) {
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
            "waiting for %s: %s".formatted(what, why.getMessage()), Optional.empty());
      }
      throw new IllegalStateException("the predicate failed", e.getCause());
    }
  }
}
