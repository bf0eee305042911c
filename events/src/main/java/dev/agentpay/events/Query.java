package dev.agentpay.events;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Selects streams of one kind by their [IndexColumns]. Empty parts are ignored. Streams with the
/// same time are ordered by which began first.
///
/// @param owner owned by this agent
/// @param unowned without an owner; excludes `owner`
/// @param keys with these lookup key values; an empty value selects streams without that key
/// @param states in one of these states
/// @param open whether the stream is open
/// @param from ordered at this time or later
/// @param to ordered before this time
/// @param after only streams behind this one in the order of the list; if it does not exist, only
///   those behind all streams of its time
/// @param oldestFirst oldest first instead of newest first
/// @param limit maximum number of streams, 1 to [EventStore#MAX_ROWS]
public record Query(
    Optional<AgentId> owner,
    boolean unowned,
    List<Key> keys,
    Set<String> states,
    Optional<Boolean> open,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Position> after,
    boolean oldestFirst,
    int limit) {
  /// All streams of a kind.
  public static final Query ALL =
      new Query(
          Optional.empty(),
          false,
          List.of(),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          EventStore.MAX_ROWS);

  /// A lookup key and its value.
  public record Key(String name, String value) {}

  /// The place of a stream in a list. It stays the same while other streams are added.
  ///
  /// @param orderedAt the stream's time in [IndexColumns]
  /// @param key the stream's key
  public record Position(Instant orderedAt, String key) {}

  /// A part of a list.
  ///
  /// @param items in the order of the list; fewer than the limit if some cannot be read
  /// @param next pass it to [Query#after] to read on; empty if the list ends here
  public record Page<A>(List<A> items, Optional<Position> next) {
    public Page {
      items = List.copyOf(items);
    }
  }

  public Query {
    keys = List.copyOf(keys);
    states = Set.copyOf(states);
    if (limit < 1 || limit > EventStore.MAX_ROWS) {
      throw new IllegalArgumentException(
          "limit must be 1 to %s; got %s".formatted(EventStore.MAX_ROWS, limit));
    }
    if (unowned && owner.isPresent()) {
      throw new IllegalArgumentException(
          "a query must not select both an owner and unowned streams");
    }
  }

  public Query ownedBy(Optional<AgentId> agent) {
    return new Query(agent, unowned, keys, states, open, from, to, after, oldestFirst, limit);
  }

  public Query ownedByNobody() {
    return new Query(owner, true, keys, states, open, from, to, after, oldestFirst, limit);
  }

  public Query with(String name, String value) {
    final List<Key> more = Stream.concat(keys.stream(), Stream.of(new Key(name, value))).toList();
    return new Query(owner, unowned, more, states, open, from, to, after, oldestFirst, limit);
  }

  public Query in(Set<String> some) {
    return new Query(owner, unowned, keys, some, open, from, to, after, oldestFirst, limit);
  }

  public Query open(boolean isOpen) {
    final Optional<Boolean> which = Optional.of(isOpen);
    return new Query(owner, unowned, keys, states, which, from, to, after, oldestFirst, limit);
  }

  public Query since(Optional<Instant> start) {
    return new Query(owner, unowned, keys, states, open, start, to, after, oldestFirst, limit);
  }

  public Query before(Optional<Instant> end) {
    return new Query(owner, unowned, keys, states, open, from, end, after, oldestFirst, limit);
  }

  public Query after(Optional<Position> last) {
    return new Query(owner, unowned, keys, states, open, from, to, last, oldestFirst, limit);
  }

  public Query fromOldest() {
    return new Query(owner, unowned, keys, states, open, from, to, after, true, limit);
  }

  public Query atMost(int rows) {
    return new Query(owner, unowned, keys, states, open, from, to, after, oldestFirst, rows);
  }
}
