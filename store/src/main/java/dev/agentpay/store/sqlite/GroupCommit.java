package dev.agentpay.store.sqlite;

import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.store.LoggedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only writer of the store. It runs all waiting writes in one transaction, so that they share
/// one fdatasync. It uses a platform thread, because native calls would pin a virtual thread's
/// carrier.
///
/// Writes run in the order of their submission. If a batch fails, each of its writes is tried
/// alone, so that one failing write does not affect the others.
final class GroupCommit implements AutoCloseable {
  /// Maximum number of writes in a transaction: enough to share the cost of an fdatasync, but few
  /// enough that the first does not wait long for the last.
  static final int MAX_BATCH = 256;

  /// Maximum number of waiting writes: about a fifth of a second of work.
  static final int MAX_WAITING = 4096;

  /// How long a caller waits for space in the queue, and then again for its commit. Twilio gives up
  /// on a webhook after 15 s, so an error response must be sent before that.
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  /// How long [#close] waits for the last writes.
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  /// Interval of the periodic work, such as housekeeping.
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final BlockingQueue<PendingWrite<?>> queue = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private final Tx tx;
  private final CommitListener listener;
  private final Write<?> housekeeping;
  private final Write<?> probe;
  private final Duration timeout;
  private final Thread thread;
  private boolean needsCatchUp;
  private volatile boolean closing;
  private volatile boolean ended;
  private volatile @Nullable String trouble;

  /// Is notified of durable events before their writers are.
  interface CommitListener {
    /// Publishes events that are now durable.
    void publish(List<LoggedEvent> durable);

    /// Reads from the log which events are durable, after a failed commit that may have succeeded.
    void catchUp();
  }

  /// @param tx used by this writer only
  /// @param housekeeping runs about once per second
  /// @param probe runs instead while writes fail; its own write shows whether they work again
  /// @param timeout how long a caller waits for space in the queue, and then for its commit
  GroupCommit(
      Tx tx, CommitListener listener, Write<?> housekeeping, Write<?> probe, Duration timeout) {
    this.tx = tx;
    this.listener = listener;
    this.housekeeping = housekeeping;
    this.probe = probe;
    this.timeout = timeout;
    this.thread = Thread.ofPlatform().name("agentpay-store-writer").unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  /// Waits until the write is durable.
  ///
  /// @throws StoreUnavailableException if it is not durable, or not known to be durable
  <T> T run(Write<T> write) {
    final PendingWrite<T> pending = new PendingWrite<>(write);
    try {
      if (closing) {
        throw closed();
      }
      if (!queue.offer(pending, timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Failures.unavailable(
            "%d writes are waiting already; try again later".formatted(MAX_WAITING));
      }
      if (ended && pending.tryStart()) {
        throw closed();
      }
      return pending.await(timeout);
    } catch (InterruptedException e) {
      pending.tryStart();
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while writing", e);
    }
  }

  private static StoreUnavailableException closed() {
    return Failures.unavailable("the store is closed");
  }

  /// Why writes fail at the moment; null if they work.
  @Nullable String trouble() {
    return ended ? "the store is closed" : trouble;
  }

  /// Number of transactions so far.
  long batches() {
    return batches.get();
  }

  /// Number of writes in them.
  long writes() {
    return writes.get();
  }

  /// Number of waiting writes.
  int waiting() {
    return queue.size();
  }

  private void work() {
    final List<PendingWrite<?>> batch = new ArrayList<>(MAX_BATCH);
    long nextTick = System.nanoTime() + TICK.toNanos();
    try {
      while (!closing || !queue.isEmpty()) {
        final PendingWrite<?> first =
            queue.poll(nextTick - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, MAX_BATCH - 1);
          batch.removeIf(p -> !p.tryStart());
          commit(batch);
          batch.clear();
        }
        if (System.nanoTime() - nextTick >= 0) {
          tick();
          nextTick = System.nanoTime() + TICK.toNanos();
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("The store's writer was interrupted and stops", e);
    } finally {
      end(batch);
    }
  }

  private void tick() {
    if (trouble == null) {
      commit(List.of(PendingWrite.started(housekeeping)));
    } else if (commit(List.of(PendingWrite.started(probe)))) {
      LOG.info("The store can write again");
      trouble = null;
    }
  }

  private boolean commit(List<PendingWrite<?>> batch) {
    try {
      for (PendingWrite<?> pending : batch) {
        pending.run(tx);
      }
      final List<LoggedEvent> durable = tx.commit();
      batches.incrementAndGet();
      writes.addAndGet(batch.size());
      publish(durable);
      batch.forEach(PendingWrite::complete);
      return true;
    } catch (Exception e) {
      handleFailure(batch, e);
      return false;
    }
  }

  private void handleFailure(List<PendingWrite<?>> batch, Exception e) {
    rollBack();
    if (batch.size() == 1) {
      final Failures.Failure failure = Failures.of(e);
      if (failure.isStoreFailure()) {
        if (trouble == null) {
          LOG.error("The store cannot write: {}", failure.text(), e);
        }
        trouble = failure.text();
      }
      batch.getFirst().fail(failure.exception());
    } else {
      LOG.warn("A batch of {} writes failed; trying them one by one", batch.size(), e);
      batch.forEach(pending -> commit(List.of(pending)));
    }
  }

  private void rollBack() {
    tx.renew();
    needsCatchUp = true;
    publish(List.of());
  }

  private void publish(List<LoggedEvent> durable) {
    try {
      if (needsCatchUp) {
        listener.catchUp();
        needsCatchUp = false;
      } else if (!durable.isEmpty()) {
        listener.publish(durable);
      }
    } catch (RuntimeException e) {
      LOG.error("Could not publish durable events yet; trying again after the next write", e);
      needsCatchUp = true;
    }
  }

  private void end(List<PendingWrite<?>> batch) {
    closing = true;
    ended = true;
    final List<PendingWrite<?>> left = new ArrayList<>(batch);
    queue.drainTo(left);
    left.forEach(pending -> pending.fail(closed()));
    try {
      tx.close();
    } catch (java.sql.SQLException e) {
      LOG.warn("Could not close the store's file cleanly; nothing is lost", e);
    }
  }

  /// Completes the waiting writes, then stops the writer.
  @Override
  public void close() {
    closing = true;
    // Wake the writer. If the queue is full, the writer is awake anyway.
    final boolean _ = queue.offer(new PendingWrite<>(_ -> ""));
    try {
      thread.join(CLOSE_TIMEOUT.toMillis());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
