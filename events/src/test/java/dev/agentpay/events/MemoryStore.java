package dev.agentpay.events;

import dev.agentpay.events.Query.Page;
import dev.agentpay.events.Query.Position;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Event store, outbox and feed in memory, for tests. Fulfils the same contract as the durable
/// stores and passes the same contract tests. Runs on the caller's thread, without threads or
/// clocks of its own, and delivers everything before a method returns, so that a simulation replays
/// exactly.
public final class MemoryStore implements EventStore, Outbox, Feed {
  private final Schema schema;
  private final Map<StreamId, Aggregate> newest = new LinkedHashMap<>();
  private final Map<Append.Hold, StreamId> holders = new HashMap<>();
  private final Map<List<String>, Append.RequestKey> requests = new HashMap<>();
  private final Map<StreamId, RuntimeException> damaged = new HashMap<>();
  private final MemoryOutbox outbox = new MemoryOutbox();
  private final MemoryFeed feed = new MemoryFeed();
  private boolean unavailable;
  private int appendsToLive = Integer.MAX_VALUE;
  private long loads;
  private long appends;
  private Optional<Interference> interference = Optional.empty();

  /// An action to run just before an append to this stream.
  private record Interference(StreamId stream, Runnable action) {}

  public MemoryStore(Schema schema) {
    this.schema = schema;
  }

  /// While on, every call fails as with an unreachable store, and changes nothing.
  public synchronized void unavailable(boolean now) {
    unavailable = now;
  }

  /// Makes the store unavailable after this many further appends, as when a node dies.
  public synchronized void dieAfter(int more) {
    appendsToLive = more;
  }

  /// Makes the store available again.
  public synchronized void isBack() {
    unavailable = false;
    appendsToLive = Integer.MAX_VALUE;
  }

  /// Runs an action just before the next append that depends on this stream.
  public synchronized void beforeAppendOf(StreamId stream, Runnable action) {
    interference = Optional.of(new Interference(stream, action));
  }

  /// Makes reading this stream's state fail with the given exception.
  public synchronized void unreadable(StreamId stream, RuntimeException failure) {
    damaged.put(stream, failure);
  }

  /// Makes all states readable again.
  public synchronized void isReadable() {
    damaged.clear();
  }

  private void checkReadable(StreamId stream) {
    final RuntimeException failure = damaged.get(stream);
    if (failure != null) {
      throw failure;
    }
  }

  /// Number of states loaded by their id so far.
  public synchronized long loads() {
    return loads;
  }

  /// Number of durable appends so far.
  public synchronized long appends() {
    return appends;
  }

  /// All events, oldest first.
  public List<EventEnvelope> log() {
    return feed.log();
  }

  /// All waiting tasks, by queue and number.
  public List<Task> tasks() {
    return outbox.tasks();
  }

  @Override
  public synchronized AppendResult append(Append append) {
    final Optional<Interference> first = interference.filter(m -> dependsOn(append, m.stream));
    if (first.isPresent()) {
      interference = Optional.empty();
      first.get().action.run();
    }
    check();
    if (appendsToLive-- == 0) {
      unavailable = true;
      check();
    }
    final Optional<Append.RequestKey> previous =
        append.request().flatMap(r -> request(r.owner(), r.key()));
    if (previous.isPresent()) {
      return new RequestSeen(previous.get());
    }
    final Optional<AppendResult> leaseLost =
        append.settled().filter(t -> !outbox.isStill(t)).map(t -> new LeaseLost(t.id()));
    if (leaseLost.isPresent()) {
      return leaseLost.get();
    }
    return lost(append)
        .<AppendResult>map(LostRace::new)
        .or(() -> held(append))
        .orElseGet(() -> write(append));
  }

  private static boolean dependsOn(Append append, StreamId stream) {
    return append.unchanged().containsKey(stream)
        || append.streams().stream().anyMatch(s -> s.stream().equals(stream));
  }

  private Optional<StreamId> lost(Append append) {
    return Stream.concat(
            append.streams().stream()
                .filter(s -> version(s.stream()) != s.expectedVersion())
                .map(Append.StreamAppend::stream),
            append.unchanged().entrySet().stream()
                .filter(u -> version(u.getKey()) != u.getValue())
                .map(Map.Entry::getKey))
        .findFirst();
  }

  private long version(StreamId stream) {
    final Aggregate now = newest.get(stream);
    return now == null ? 0 : now.version();
  }

  /// Whether another stream would hold a name that the append needs.
  private Optional<AppendResult> held(Append append) {
    final Map<Append.Hold, StreamId> taken = new HashMap<>();
    for (Append.Hold hold : append.free()) {
      final Optional<StreamId> holder = holderOf(hold, s -> keeps(append, s, hold));
      if (holder.isPresent()) {
        return holder.map(s -> new Held(hold, s));
      }
    }
    for (Append.StreamAppend written : append.streams()) {
      final Optional<Append.Hold> requested = hold(written.after());
      final Optional<AppendResult> held =
          requested.flatMap(
              hold ->
                  holderOf(hold, s -> !s.equals(written.stream()) && keeps(append, s, hold))
                      .or(() -> Optional.ofNullable(taken.put(hold, written.stream())))
                      .map(s -> new Held(hold, s)));
      if (held.isPresent()) {
        return held;
      }
    }
    return Optional.empty();
  }

  /// Whether the holder still holds the name after this append.
  private boolean keeps(Append append, StreamId holder, Append.Hold hold) {
    return append.streams().stream()
        .filter(written -> written.stream().equals(holder))
        .allMatch(written -> hold(written.after()).equals(Optional.of(hold)));
  }

  private Optional<Append.Hold> hold(Aggregate state) {
    final AggregateType<?> type = schema.aggregate(state.stream().kind());
    return type.columnsOf(state).holds().map(name -> new Append.Hold(type.kind(), name));
  }

  private Optional<StreamId> holderOf(Append.Hold hold, Predicate<StreamId> who) {
    return Optional.ofNullable(holders.get(hold)).filter(who);
  }

  private AppendResult write(Append append) {
    append.streams().forEach(s -> holders.values().remove(s.stream()));
    append.streams().forEach(s -> hold(s.after()).ifPresent(h -> holders.put(h, s.stream())));
    append.streams().forEach(s -> newest.put(s.stream(), s.after()));
    append.request().ifPresent(r -> requests.put(List.of(r.owner(), r.key()), r));
    append.remove().forEach(outbox::remove);
    append.settled().map(Task::id).ifPresent(outbox::remove);
    append.put().forEach(outbox::put);
    appends++;
    feed.add(append.events());
    return new Appended();
  }

  private void check() {
    if (unavailable) {
      throw new StoreUnavailableException(
          "the test made the store unavailable", new IOException("switched off"));
    }
  }

  @Override
  public synchronized Optional<Aggregate> load(StreamId stream) {
    check();
    loads++;
    checkReadable(stream);
    return Optional.ofNullable(newest.get(stream));
  }

  @Override
  public synchronized List<EventEnvelope> events(StreamId stream, long after) {
    check();
    return feed.log().stream()
        .filter(r -> r.stream().equals(stream) && r.number() > after)
        .limit(MAX_ROWS)
        .toList();
  }

  @Override
  public synchronized Optional<String> holder(Append.Hold hold) {
    check();
    return holderOf(hold, _ -> true).map(StreamId::key);
  }

  @Override
  public synchronized <A extends Aggregate> List<A> find(AggregateType<A> type, Query query) {
    final List<A> found = all(type, query);
    found.forEach(state -> checkReadable(state.stream()));
    return found;
  }

  @Override
  public synchronized <A extends Aggregate> Page<A> page(AggregateType<A> type, Query query) {
    final List<A> all = matching(type, query).limit(query.limit() + 1L).toList();
    final List<A> found = all.subList(0, Math.min(all.size(), query.limit()));
    final Optional<Position> next =
        found.size() < all.size() ? Optional.of(position(type, found.getLast())) : Optional.empty();
    return new Page<>(
        found.stream().filter(state -> !damaged.containsKey(state.stream())).toList(), next);
  }

  private static <A extends Aggregate> Position position(AggregateType<A> type, A state) {
    return new Position(type.columnsOf(state).orderedAt(), state.stream().key());
  }

  private <A extends Aggregate> List<A> all(AggregateType<A> type, Query query) {
    return matching(type, query).limit(query.limit()).toList();
  }

  private <A extends Aggregate> Stream<A> matching(AggregateType<A> type, Query query) {
    check();
    for (Query.Key key : query.keys()) {
      if (!type.keys().contains(key.name())) {
        throw new IllegalArgumentException(
            "%s has only the lookup keys %s; got %s"
                .formatted(type.kind(), type.keys(), key.name()));
      }
    }
    final Comparator<A> byTime = Comparator.comparing(a -> type.columnsOf(a).orderedAt());
    final List<Aggregate> begun = new ArrayList<>(newest.values());
    if (!query.oldestFirst()) {
      Collections.reverse(begun);
    }
    return begun.stream()
        .filter(state -> state.stream().kind().equals(type.kind()))
        .map(type::cast)
        .filter(state -> matches(query, state, type.columnsOf(state)))
        .filter(state -> query.after().map(_ -> isBehind(query, type, state, begun)).orElse(true))
        // Stable: states of the same time stay in the order in which they began.
        .sorted(query.oldestFirst() ? byTime : byTime.reversed());
  }

  /// @param begun all streams in the order of the list, as far as they have the same time
  private static <A extends Aggregate> boolean isBehind(
      Query query, AggregateType<A> type, A state, List<Aggregate> begun) {
    final Position last = query.after().orElseThrow();
    final int byTime = type.columnsOf(state).orderedAt().compareTo(last.orderedAt());
    if (byTime != 0) {
      return query.oldestFirst() ? byTime > 0 : byTime < 0;
    }
    final List<StreamId> order = begun.stream().map(Aggregate::stream).toList();
    final int at = order.indexOf(type.stream(last.key()));
    return at >= 0 && order.indexOf(state.stream()) > at;
  }

  @Override
  public boolean any(AggregateType<?> type, Query query) {
    return !find(type, query.atMost(1)).isEmpty();
  }

  private static boolean matches(Query query, Aggregate state, IndexColumns columns) {
    return (query.owner().isEmpty() || query.owner().equals(state.owner()))
        && (!query.unowned() || state.owner().isEmpty())
        && query.keys().stream()
            .allMatch(key -> columns.keys().getOrDefault(key.name(), "").equals(key.value()))
        && (query.states().isEmpty() || query.states().contains(columns.state()))
        && query.open().map(open -> open == columns.open()).orElse(true)
        && query.from().map(from -> !columns.orderedAt().isBefore(from)).orElse(true)
        && query.to().map(to -> columns.orderedAt().isBefore(to)).orElse(true);
  }

  @Override
  public synchronized Optional<Append.RequestKey> request(String owner, String key) {
    check();
    return Optional.ofNullable(requests.get(List.of(owner, key)));
  }

  @Override
  public synchronized Optional<Task> leaseNext(
      String queue, String node, Instant now, Instant until) {
    check();
    return outbox.leaseNext(queue, node, now, until);
  }

  @Override
  public synchronized List<Task> leaseDue(String node, Instant now, Instant until) {
    check();
    return outbox.leaseDue(node, now, until);
  }

  @Override
  public synchronized void putOff(Task task, Instant dueAt) {
    check();
    outbox.putOff(task, dueAt);
  }

  @Override
  public synchronized void putAside(Task task, String reason, Instant at) {
    check();
    outbox.putAside(task, reason, at);
  }

  /// The dead letters.
  public DeadLetters deadLetters() {
    return outbox;
  }

  @Override
  public synchronized void remove(Task.Id task) {
    check();
    outbox.remove(task);
  }

  @Override
  public synchronized void done(Task task) {
    check();
    outbox.done(task);
  }

  @Override
  public synchronized Optional<Instant> nextDue() {
    check();
    return outbox.nextDue();
  }

  @Override
  public synchronized Subscription subscribe(
      Optional<AgentId> audience, Optional<String> after, Reader reader) {
    check();
    return feed.subscribe(audience, after, reader);
  }

  @Override
  public synchronized String position() {
    return feed.position();
  }

  @Override
  public synchronized void publish(LiveUpdate update) {
    feed.publish(update);
  }
}
