package dev.agentpay.events;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Makes decisions durable: loads the state, decides, and appends the events atomically. If another
/// writer was first, decides again on the new state.
public final class Decisions {
  /// More conflicts than concurrent callers on one stream can cause.
  private static final int MAX_RACES = 1_000;

  private static final int STRIPES = 256;
  private static final StreamId NO_STREAM = new StreamId("", "");

  private final Kernel kernel;
  private final Projection projection;
  private final Lock[] locks = new Lock[STRIPES];

  /// @param projection turns events into rows for external receivers
  public Decisions(Kernel kernel, Projection projection) {
    this.kernel = kernel;
    this.projection = projection;
    for (int i = 0; i < STRIPES; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /// Decides and appends. Durable when it returns; the resulting tasks then run soon.
  ///
  /// @param cause the input, for projections
  /// @param decide pure except for the given draft; may be called again. If it throws, nothing is
  ///   written
  /// @throws StoreUnavailableException if the append failed, or its outcome is unknown
  public <R> R make(Object cause, Origin origin, Function<Draft, R> decide) {
    final Attempt<R> first = attempt(cause, origin, decide);
    return first
        .result()
        .orElseGet(() -> retryInSequence(first.conflictOn(), cause, origin, decide));
  }

  /// Retries after a conflict, one caller at a time per stream on this node. Otherwise many callers
  /// that need the same agent would make each other decide again and again.
  private <R> R retryInSequence(
      StreamId conflictOn, Object cause, Origin origin, Function<Draft, R> decide) {
    final Lock lock = locks[Math.floorMod(conflictOn.hashCode(), STRIPES)];
    lock.lock();
    try {
      for (int race = 1; race < MAX_RACES; race++) {
        final Optional<R> result = attempt(cause, origin, decide).result();
        if (result.isPresent()) {
          return result.get();
        }
      }
    } finally {
      lock.unlock();
    }
    throw new StoreUnavailableException(
        "too many writers on %s; try again".formatted(conflictOn), new IllegalStateException());
  }

  /// Result of one attempt.
  ///
  /// @param result empty if another writer was first
  /// @param conflictOn the stream with the conflict
  private record Attempt<R>(Optional<R> result, StreamId conflictOn) {}

  private <R> Attempt<R> attempt(Object cause, Origin origin, Function<Draft, R> decide) {
    final Draft draft = new Draft(kernel.store()::load, kernel.scheduler().now(), origin);
    final R result;
    try {
      result = decide.apply(draft);
    } catch (Draft.OutdatedException outdated) {
      return new Attempt<>(Optional.empty(), outdated.stream());
    }
    final Optional<Append> append = draft.append(rows(draft.streams(), cause));
    if (append.isEmpty()) {
      return new Attempt<>(Optional.of(result), NO_STREAM);
    }
    return switch (kernel.store().append(append.get())) {
      case EventStore.Appended _ -> {
        kernel.worker().soon(append.get().put());
        yield new Attempt<>(Optional.of(result), NO_STREAM);
      }
      case EventStore.LostRace lost -> new Attempt<>(Optional.empty(), lost.stream());
      case EventStore.Held held -> new Attempt<>(Optional.empty(), held.holder());
      case EventStore.RequestSeen _, EventStore.LeaseLost _ ->
          throw new IllegalStateException(
              "a decision's append must have neither a request key nor a lease");
    };
  }

  private List<Task> rows(List<Append.StreamAppend> streams, Object cause) {
    return streams.stream().flatMap(stream -> projection.rows(stream, cause).stream()).toList();
  }
}
