package dev.agentpay.events;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One atomic write: events of one or more streams, tasks to add and remove, and conditions. Either
/// all of it is written or nothing.
///
/// @param streams the events, by stream; empty if only tasks are written. A name that one of the
///   streams releases may be taken by another in the same append
/// @param unchanged streams that must still have this version
/// @param free names that no stream may hold
/// @param put tasks to write; each replaces a task with the same id
/// @param remove tasks to remove
/// @param request the request that caused the append, stored to recognise a repetition
/// @param settled a leased task that this append completes and removes. Nothing is written if the
///   task was leased again or removed in the meantime
public record Append(
    List<StreamAppend> streams,
    Map<StreamId, Long> unchanged,
    Set<Hold> free,
    List<Task> put,
    Set<Task.Id> remove,
    Optional<RequestKey> request,
    Optional<Task> settled) {

  /// Creates an append that completes no leased task.
  public Append(
      List<StreamAppend> streams,
      Map<StreamId, Long> unchanged,
      Set<Hold> free,
      List<Task> put,
      Set<Task.Id> remove,
      Optional<RequestKey> request) {
    this(streams, unchanged, free, put, remove, request, Optional.empty());
  }

  /// Events of one stream.
  ///
  /// @param expectedVersion the number of the stream's latest event as known to the writer
  /// @param events at least one, numbered from `expectedVersion + 1`
  /// @param after the aggregate after these events
  public record StreamAppend(long expectedVersion, List<EventEnvelope> events, Aggregate after) {
    public StreamAppend {
      events = List.copyOf(events);
      if (events.isEmpty()) {
        throw new IllegalArgumentException("nothing is written to " + after.stream());
      }
      long number = expectedVersion;
      for (EventEnvelope event : events) {
        if (event.number() != ++number || !event.stream().equals(after.stream())) {
          throw new IllegalArgumentException(
              "event %d of %s is not the next event of %s"
                  .formatted(event.number(), event.stream(), after.stream()));
        }
      }
      if (after.version() != number) {
        throw new IllegalArgumentException(
            "after the events, %2$s must have version %1$d; got %3$d"
                .formatted(number, after.stream(), after.version()));
      }
    }

    /// The stream that is written to.
    public StreamId stream() {
      return after.stream();
    }
  }

  /// A unique name that at most one stream of a kind holds at a time; see [IndexColumns#holds].
  public record Hold(String kind, String name) {}

  /// An `Idempotency-Key` and its request. Stored for at least 24 hours.
  ///
  /// @param owner the sender; the same key from another owner is a different key
  /// @param key as it was sent
  /// @param fingerprint of the request, to detect a different request with the same key
  /// @param stream the stream to which the request wrote
  public record RequestKey(String owner, String key, String fingerprint, StreamId stream) {
    /// Maximum length of a key.
    public static final int MAX_KEY = 128;
  }

  public Append {
    streams = List.copyOf(streams);
    unchanged = Map.copyOf(unchanged);
    free = Set.copyOf(free);
    put = List.copyOf(put);
    remove = Set.copyOf(remove);
    if (streams.isEmpty() && put.isEmpty()) {
      throw new IllegalArgumentException("an append must write events or tasks");
    }
    final Set<StreamId> written = new HashSet<>();
    for (StreamAppend stream : streams) {
      if (!written.add(stream.stream())) {
        throw new IllegalArgumentException(stream.stream() + " is written twice in one append");
      }
    }
  }

  /// Creates an append of one stream's events.
  public static Append of(long expectedVersion, List<EventEnvelope> events, Aggregate after) {
    return of(List.of(new StreamAppend(expectedVersion, events, after)), List.of(), Set.of());
  }

  /// Creates an append of several streams' events and their tasks.
  public static Append of(List<StreamAppend> streams, List<Task> put, Collection<Task.Id> remove) {
    return new Append(streams, Map.of(), Set.of(), put, Set.copyOf(remove), Optional.empty());
  }

  /// Returns this append, completing a leased task as well.
  ///
  /// @param leased the task as returned by the lease
  public Append settling(Task leased) {
    return new Append(streams, unchanged, free, put, remove, request, Optional.of(leased));
  }

  /// All events, in write order.
  public List<EventEnvelope> events() {
    return streams.stream().flatMap(stream -> stream.events().stream()).toList();
  }
}
