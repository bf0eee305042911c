package dev.agentpay.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Draft of one decision over any number of streams. Each recorded event is visible to the steps
/// that follow. Loads each aggregate at most once.
public final class Draft {
  private final Function<StreamId, Optional<Aggregate>> store;
  private final Instant at;
  private final Origin origin;
  private final Map<StreamId, Optional<Aggregate>> known = new LinkedHashMap<>();
  private final Map<StreamId, List<EventEnvelope>> written = new LinkedHashMap<>();
  private final List<Append.StreamAppend> included = new ArrayList<>();
  private final Set<StreamId> unchanged = new HashSet<>();
  private final Set<Append.Hold> free = new HashSet<>();
  private final List<Task> put = new ArrayList<>();
  private final Set<Task.Id> remove = new HashSet<>();

  /// @param store loads the latest state of a stream
  public Draft(Function<StreamId, Optional<Aggregate>> store, Instant at, Origin origin) {
    this.store = store;
    this.at = at;
    this.origin = origin;
  }

  /// The time of the decision.
  public Instant at() {
    return at;
  }

  /// Who caused the decision.
  public Origin origin() {
    return origin;
  }

  /// Returns an aggregate with the events recorded so far; empty if its stream has no events.
  public <A extends Aggregate> Optional<A> find(AggregateType<A> type, String key) {
    return read(type.stream(key)).map(type::cast);
  }

  private Optional<Aggregate> read(StreamId stream) {
    return known.computeIfAbsent(stream, store);
  }

  /// Adds a state that a query returned, so that it is not loaded again.
  ///
  /// @return the state that this decision uses: the one loaded first, with the events recorded so
  ///   far
  /// @throws OutdatedException if an earlier step found that the stream had no events
  public <A extends Aggregate> A track(AggregateType<A> type, A read) {
    final Optional<Aggregate> first = known.putIfAbsent(read.stream(), Optional.of(read));
    if (first == null) {
      return read;
    }
    return type.cast(first.orElseThrow(() -> new OutdatedException(read.stream())));
  }

  /// The steps of one decision saw different states of a stream, so it must be made again.
  static final class OutdatedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;

    private OutdatedException(StreamId stream) {
      super(stream + " got its first event while a decision was made", null, false, false);
      this.stream = stream;
    }

    StreamId stream() {
      return stream;
    }
  }

  /// Records an event. Its audience is the owner after the event, or else the owner before it.
  ///
  /// @return the aggregate after the event
  public <A extends Aggregate> A record(AggregateType<A> type, String key, Event event) {
    final StreamId stream = type.stream(key);
    final Optional<A> before = find(type, key);
    final long number = before.map(Aggregate::version).orElse(0L) + 1;
    final Optional<AgentId> owner = before.flatMap(Aggregate::owner);
    final A after =
        type.evolve().evolve(before, new EventEnvelope(stream, number, at, origin, owner, event));
    written
        .computeIfAbsent(stream, _ -> new ArrayList<>())
        .add(new EventEnvelope(stream, number, at, origin, after.owner().or(() -> owner), event));
    known.put(stream, Optional.of(after));
    return after;
  }

  /// Adds events, tasks and removals that another decider produced for a stream of its own.
  public void include(Append.StreamAppend stream, List<Task> itsTasks, Set<Task.Id> settled) {
    included.add(stream);
    put.addAll(itsTasks);
    remove.addAll(settled);
  }

  /// Makes the append fail if this aggregate has changed since it was loaded.
  public <A extends Aggregate> void dependsOn(AggregateType<A> type, String key) {
    unchanged.add(type.stream(key));
  }

  /// Makes the append fail if any stream holds this name.
  public void needsFree(Append.Hold hold) {
    free.add(hold);
  }

  /// Adds a task.
  public void put(Task task) {
    put.add(task);
  }

  /// Removes a task.
  public void remove(Task.Id task) {
    remove.add(task);
  }

  /// The events by stream, in the order in which the streams were first written.
  public List<Append.StreamAppend> streams() {
    final List<Append.StreamAppend> streams = new ArrayList<>();
    written.forEach(
        (stream, events) ->
            streams.add(
                new Append.StreamAppend(
                    events.getFirst().number() - 1, events, read(stream).orElseThrow())));
    streams.addAll(included);
    return streams;
  }

  /// Builds the append; empty if no event was recorded.
  ///
  /// @param projected rows that projections made from the events
  Optional<Append> append(List<Task> projected) {
    final List<Append.StreamAppend> streams = streams();
    if (streams.isEmpty()) {
      return Optional.empty();
    }
    final Map<StreamId, Long> expected = new LinkedHashMap<>();
    for (StreamId stream : unchanged) {
      if (!written.containsKey(stream)) {
        expected.put(stream, read(stream).map(Aggregate::version).orElse(0L));
      }
    }
    final List<Task> tasks = new ArrayList<>(put);
    tasks.addAll(projected);
    return Optional.of(new Append(streams, expected, free, tasks, remove, Optional.empty()));
  }
}
