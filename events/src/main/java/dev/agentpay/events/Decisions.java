package dev.agentpay.events;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Makes decisions durable: reads, decides, appends all or nothing, and decides again when another
/// writer was first.
public final class Decisions {
  /// More callers than ever want one stream at a time lose a race each.
  private static final int MAX_RACES = 1_000;

  private static final int STRIPES = 256;
  private static final StreamId NOWHERE = new StreamId("", "");

  private final Kernel kernel;
  private final Projection projection;
  private final Lock[] turns = new Lock[STRIPES];

  /// @param projection turns events into rows for somebody outside
  public Decisions(Kernel kernel, Projection projection) {
    this.kernel = kernel;
    this.projection = projection;
    for (int i = 0; i < STRIPES; i++) {
      turns[i] = new ReentrantLock();
    }
  }

  /// Durable when this returns; the tasks that it caused are done soon.
  ///
  /// @param cause the input, for projections
  /// @param decide pure but for the draft that it is given: it may be asked again. What it throws
  ///   ends the attempt, and nothing changes
  /// @throws StoreUnavailableException when it is not durable, or not known to be
  public <R> R make(Object cause, Origin origin, Function<Draft, R> decide) {
    final Attempt<R> first = attempt(cause, origin, decide);
    return first.result().orElseGet(() -> inTurn(first.lostOn(), cause, origin, decide));
  }

  /// Whoever lost a race on a stream goes on one after another on this node: many callers who want
  /// the same agent would otherwise make each other decide again and again.
  private <R> R inTurn(StreamId lostOn, Object cause, Origin origin, Function<Draft, R> decide) {
    final Lock turn = turns[Math.floorMod(lostOn.hashCode(), STRIPES)];
    turn.lock();
    try {
      for (int race = 1; race < MAX_RACES; race++) {
        final Optional<R> result = attempt(cause, origin, decide).result();
        if (result.isPresent()) {
          return result.get();
        }
      }
    } finally {
      turn.unlock();
    }
    throw new StoreUnavailableException(
        "too many writers on %s; try again".formatted(lostOn), new IllegalStateException());
  }

  /// What became of one attempt.
  ///
  /// @param result empty when another writer was first
  /// @param lostOn the stream on which that was
  private record Attempt<R>(Optional<R> result, StreamId lostOn) {}

  private <R> Attempt<R> attempt(Object cause, Origin origin, Function<Draft, R> decide) {
    final Draft draft = new Draft(kernel.store()::load, kernel.scheduler().now(), origin);
    final R result = decide.apply(draft);
    final Optional<Append> append = draft.append(rows(draft.streams(), cause));
    if (append.isEmpty()) {
      return new Attempt<>(Optional.of(result), NOWHERE);
    }
    return switch (kernel.store().append(append.get())) {
      case EventStore.Appended _ -> {
        kernel.worker().soon(append.get().put());
        yield new Attempt<>(Optional.of(result), NOWHERE);
      }
      case EventStore.LostRace lost -> new Attempt<>(Optional.empty(), lost.stream());
      case EventStore.Held held -> new Attempt<>(Optional.empty(), held.holder());
      case EventStore.RequestSeen _, EventStore.LeaseLost _ ->
          throw new IllegalStateException("a decision has no request and no lease of its own");
    };
  }

  private List<Task> rows(List<Append.StreamAppend> streams, Object cause) {
    return streams.stream().flatMap(stream -> projection.rows(stream, cause).stream()).toList();
  }
}
