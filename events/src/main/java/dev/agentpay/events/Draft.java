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

/// One decision over any number of streams, in the making: events are recorded one by one, and each
/// is decided in the light of those before it. Reads each aggregate at most once.
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

  /// @param store gives the newest state of a stream
  public Draft(Function<StreamId, Optional<Aggregate>> store, Instant at, Origin origin) {
    this.store = store;
    this.at = at;
    this.origin = origin;
  }

  /// The time of the decision.
  public Instant at() {
    return at;
  }

  /// Who caused it.
  public Origin origin() {
    return origin;
  }

  /// An aggregate as it stands after the events so far, if it has begun.
  public <A extends Aggregate> Optional<A> find(AggregateType<A> type, String key) {
    return read(type.stream(key)).map(type::cast);
  }

  private Optional<Aggregate> read(StreamId stream) {
    return known.computeIfAbsent(stream, store);
  }

  /// Takes note of a state that was read by a query, so that it is not read again.
  ///
  /// @return the state that this decision goes by: as it was read first, with the events so far. A
  ///   stream that had not begun when it was read first counts as begun; writing to it then fails
  ///   as a lost race
  public <A extends Aggregate> A know(AggregateType<A> type, A read) {
    return type.cast(
        known
            .merge(read.stream(), Optional.of(read), (first, later) -> first.or(() -> later))
            .orElseThrow());
  }

  /// Adds an event to a stream. Whoever could see the aggregate before, or can see it now, sees the
  /// event.
  ///
  /// @return what the event makes of the aggregate
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

  /// Adds what another decider has decided for a stream of its own.
  public void include(Append.StreamAppend stream, List<Task> itsTasks, Set<Task.Id> settled) {
    included.add(stream);
    put.addAll(itsTasks);
    remove.addAll(settled);
  }

  /// The decision holds only as long as nobody writes to this aggregate, as it was read.
  public <A extends Aggregate> void dependsOn(AggregateType<A> type, String key) {
    unchanged.add(type.stream(key));
  }

  /// The decision holds only as long as nobody holds this name.
  public void needsFree(Append.Hold hold) {
    free.add(hold);
  }

  /// Adds a task.
  public void put(Task task) {
    put.add(task);
  }

  /// A task is settled.
  public void remove(Task.Id task) {
    remove.add(task);
  }

  /// The events by stream, in the order in which their streams were first written to.
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

  /// All of it as one append; empty when nothing happened.
  ///
  /// @param projected rows that projections made of it
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
