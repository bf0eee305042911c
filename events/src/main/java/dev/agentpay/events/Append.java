package dev.agentpay.events;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One atomic write: events of one stream or of several, the tasks that they cause and settle, and
/// what must hold for them. All of it is done or none.
///
/// @param streams what is written, none when only tasks are; a name that one of them gives up may
///   be taken by another
/// @param unchanged streams to which nobody may have written since, by the version that is known
/// @param free names that nobody may hold
/// @param put tasks written, each replacing one of the same id
/// @param remove tasks that are settled
/// @param request the request that caused it, remembered so that its repetition finds it
/// @param settled the leased task that this settles, and removes: nothing is written when somebody
///   else has leased it since, or has settled it
public record Append(
    List<StreamAppend> streams,
    Map<StreamId, Long> unchanged,
    Set<Hold> free,
    List<Task> put,
    Set<Task.Id> remove,
    Optional<RequestKey> request,
    Optional<Task> settled) {

  /// One that settles no leased task.
  public Append(
      List<StreamAppend> streams,
      Map<StreamId, Long> unchanged,
      Set<Hold> free,
      List<Task> put,
      Set<Task.Id> remove,
      Optional<RequestKey> request) {
    this(streams, unchanged, free, put, remove, request, Optional.empty());
  }

  /// The events of one stream.
  ///
  /// @param expectedVersion the number of the stream's newest event as the writer knows it
  /// @param events numbered from `expectedVersion + 1`, at least one
  /// @param after what they lead to
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
              "event %d of %s is not the next of %s"
                  .formatted(event.number(), event.stream(), after.stream()));
        }
      }
      if (after.version() != number) {
        throw new IllegalArgumentException(
            "the events lead to version %d of %s, not to %d"
                .formatted(number, after.stream(), after.version()));
      }
    }

    /// The stream that is written to.
    public StreamId stream() {
      return after.stream();
    }
  }

  /// A name that one stream of a kind may hold at a time: see [IndexColumns#holds].
  public record Hold(String kind, String name) {}

  /// An `Idempotency-Key` and what it was used for. Kept for at least 24 hours.
  ///
  /// @param owner who sent it; keys of two owners are two keys
  /// @param key as it was sent
  /// @param fingerprint of the request, so that another request under the same key is noticed
  /// @param stream what the request wrote to
  public record RequestKey(String owner, String key, String fingerprint, StreamId stream) {
    /// Longest key that is taken.
    public static final int MAX_KEY = 128;
  }

  public Append {
    streams = List.copyOf(streams);
    unchanged = Map.copyOf(unchanged);
    free = Set.copyOf(free);
    put = List.copyOf(put);
    remove = Set.copyOf(remove);
    if (streams.isEmpty() && put.isEmpty()) {
      throw new IllegalArgumentException("an append writes events or tasks");
    }
    final Set<StreamId> written = new HashSet<>();
    for (StreamAppend stream : streams) {
      if (!written.add(stream.stream())) {
        throw new IllegalArgumentException(stream.stream() + " is written twice in one append");
      }
    }
  }

  /// Events of one stream and nothing else.
  public static Append of(long expectedVersion, List<EventEnvelope> events, Aggregate after) {
    return of(List.of(new StreamAppend(expectedVersion, events, after)), List.of(), Set.of());
  }

  /// Events of some streams with their tasks.
  public static Append of(List<StreamAppend> streams, List<Task> put, Collection<Task.Id> remove) {
    return new Append(streams, Map.of(), Set.of(), put, Set.copyOf(remove), Optional.empty());
  }

  /// The same, settling this task as well.
  ///
  /// @param leased as it was leased
  public Append settling(Task leased) {
    return new Append(streams, unchanged, free, put, remove, request, Optional.of(leased));
  }

  /// Every event in it, in the order in which they are written.
  public List<EventEnvelope> events() {
    return streams.stream().flatMap(stream -> stream.events().stream()).toList();
  }
}
