package dev.agentpay.store.sqlite;

import dev.agentpay.events.Append;
import dev.agentpay.events.EventStore.AppendResult;
import dev.agentpay.events.EventStore.Appended;
import dev.agentpay.events.EventStore.LeaseLost;
import dev.agentpay.events.EventStore.LostRace;
import dev.agentpay.events.EventStore.RequestSeen;
import dev.agentpay.events.StreamId;
import dev.agentpay.events.Task;
import dev.agentpay.store.Codec;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An append, executed by the writer. All checks come before the first write, because other appends
/// share the transaction and it cannot be rolled back for one of them.
public final class AppendWrite implements Write<AppendResult> {
  private final Append append;
  private final List<StreamWrite> streams;
  private final List<TaskRow> tasks;
  private final InstantSource clock;

  /// @throws IllegalStateException if the append contains a type that is not registered
  public AppendWrite(Append append, Codec codec, InstantSource clock) {
    this.append = append;
    this.clock = clock;
    streams = append.streams().stream().map(s -> new StreamWrite(s, codec)).toList();
    tasks = append.put().stream().map(t -> TaskRow.of(t, codec)).toList();
  }

  @Override
  public AppendResult apply(Tx tx) throws SQLException {
    if (append.request().isPresent()) {
      final Optional<Append.RequestKey> seen = Requests.find(tx, append.request().get());
      if (seen.isPresent()) {
        return new RequestSeen(seen.get());
      }
    }
    if (append.settled().isPresent() && !Tasks.isStillLeased(tx, append.settled().get())) {
      return new LeaseLost(append.settled().get().id());
    }
    final Map<StreamId, Heads.Head> heads = new HashMap<>();
    for (StreamWrite stream : streams) {
      if (!hasVersion(tx, heads, stream.stream(), stream.expectedVersion())) {
        return new LostRace(stream.stream());
      }
    }
    for (Map.Entry<StreamId, Long> unchanged : append.unchanged().entrySet()) {
      if (!hasVersion(tx, heads, unchanged.getKey(), unchanged.getValue())) {
        return new LostRace(unchanged.getKey());
      }
    }
    final HoldCheck holds = new HoldCheck(tx, streams);
    final Optional<AppendResult> held = holds.check(append.free(), heads);
    if (held.isPresent()) {
      return held.get();
    }
    holds.release();
    write(tx, heads);
    return new Appended();
  }

  private static boolean hasVersion(
      Tx tx, Map<StreamId, Heads.Head> heads, StreamId stream, long version) throws SQLException {
    final Heads.@Nullable Head head = Heads.read(tx, stream);
    if (head != null) {
      heads.put(stream, head);
    }
    return (head == null ? 0 : head.version()) == version;
  }

  private void write(Tx tx, Map<StreamId, Heads.Head> heads) throws SQLException {
    for (StreamWrite stream : streams) {
      stream.write(tx, heads.get(stream.stream()));
    }
    for (Task.Id task : append.remove()) {
      Tasks.remove(tx, task);
    }
    if (append.settled().isPresent()) {
      Tasks.remove(tx, append.settled().get().id());
    }
    for (TaskRow task : tasks) {
      Tasks.put(tx, task);
    }
    if (append.request().isPresent()) {
      Requests.put(tx, append.request().get(), clock.instant());
    }
  }
}
