package dev.agentpay.calls;

import dev.agentpay.events.Aggregate;
import dev.agentpay.events.AggregateType;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.MemoryStore;
import dev.agentpay.events.Outbox;
import dev.agentpay.events.Query;
import dev.agentpay.events.Query.Page;
import dev.agentpay.events.StreamId;
import dev.agentpay.events.Task;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The store as seen by one process: other processes may run between its reads and its appends, and
/// it may die just before or just after it writes or leases something.
final class ProcessStore implements EventStore, Outbox {
  private final MemoryStore store;
  private final Faults faults;
  private final Consumer<Append> written;

  /// Faults that may hit a process.
  interface Faults {
    /// A task's handler threw an exception.
    void failed(Task task);

    /// May kill the process here.
    void mayDie();

    /// May run other processes here.
    void mayInterleave();
  }

  /// @param written receives every append that became durable
  ProcessStore(MemoryStore store, Faults faults, Consumer<Append> written) {
    this.store = store;
    this.faults = faults;
    this.written = written;
  }

  @Override
  public AppendResult append(Append append) {
    faults.mayInterleave();
    faults.mayDie();
    final AppendResult result = store.append(append);
    if (result instanceof Appended) {
      written.accept(append);
    }
    faults.mayDie();
    return result;
  }

  @Override
  public Optional<Aggregate> load(StreamId stream) {
    return store.load(stream);
  }

  @Override
  public List<EventEnvelope> events(StreamId stream, long after) {
    return store.events(stream, after);
  }

  @Override
  public Optional<String> holder(Append.Hold hold) {
    return store.holder(hold);
  }

  @Override
  public <A extends Aggregate> List<A> find(AggregateType<A> type, Query query) {
    final List<A> found = store.find(type, query);
    faults.mayInterleave();
    return found;
  }

  @Override
  public <A extends Aggregate> Page<A> page(AggregateType<A> type, Query query) {
    final Page<A> found = store.page(type, query);
    faults.mayInterleave();
    return found;
  }

  @Override
  public boolean any(AggregateType<?> type, Query query) {
    final boolean found = store.any(type, query);
    faults.mayInterleave();
    return found;
  }

  @Override
  public Optional<Append.RequestKey> request(String owner, String key) {
    return store.request(owner, key);
  }

  @Override
  public Optional<Task> leaseNext(String queue, String node, Instant now, Instant until) {
    final Optional<Task> leased = store.leaseNext(queue, node, now, until);
    if (leased.isPresent()) {
      faults.mayDie();
    }
    return leased;
  }

  @Override
  public List<Task> leaseDue(String node, Instant now, Instant until) {
    final List<Task> leased = store.leaseDue(node, now, until);
    if (!leased.isEmpty()) {
      faults.mayDie();
    }
    return leased;
  }

  @Override
  public void putOff(Task task, Instant dueAt) {
    if (task.failures() > 0) {
      faults.failed(task);
    }
    store.putOff(task, dueAt);
  }

  @Override
  public void putAside(Task task, String reason, Instant at) {
    faults.failed(task);
    store.putAside(task, reason, at);
  }

  @Override
  public void remove(Task.Id task) {
    store.remove(task);
  }

  @Override
  public void done(Task task) {
    store.done(task);
  }

  @Override
  public Optional<Instant> nextDue() {
    return store.nextDue();
  }
}
