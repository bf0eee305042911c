package dev.agentpay.store.sqlite;

import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.store.Logged;
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

/// The one writer: takes what waits, runs it in one transaction, and pays for one fdatasync where
/// each caller alone would pay its own. Its thread is a platform thread, since native calls would
/// pin a virtual thread's carrier.
///
/// Writes run in the order in which they were handed in. When a batch fails, each of its writes is
/// tried alone, so that one that cannot be done takes no other with it.
final class GroupCommit implements AutoCloseable {
  /// Most writes in a transaction: enough to spread the cost of one fdatasync thin, few enough that
  /// the first does not wait long for the last.
  static final int MAX_BATCH = 256;

  /// Most writes that wait: a fifth of a second's work.
  static final int MAX_WAITING = 4096;

  /// How long a caller waits for room in the queue, and then again for its commit. Twilio gives up
  /// on a webhook after 15 s; an answer that we are in trouble should come before.
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How long closing waits for the last writes.
  private static final Duration LAST_WRITES = Duration.ofSeconds(10);

  /// How often what is due by the clock is looked after, be there writes or not.
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final BlockingQueue<Pending<?>> queue = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private final Tx tx;
  private final Audience audience;
  private final Write<?> housekeeping;
  private final Write<?> probe;
  private final Duration patience;
  private final Thread thread;
  private boolean behind;
  private volatile boolean closing;
  private volatile boolean ended;
  private volatile @Nullable String trouble;

  /// Who is told what is durable, before those who wrote it.
  interface Audience {
    /// These are durable now.
    void publish(List<Logged> durable);

    /// A commit failed, and perhaps not altogether: find out from the log what is durable.
    void catchUp();
  }

  /// @param tx becomes the writer's own
  /// @param housekeeping run about every second
  /// @param probe run instead while in trouble: writes something, which shows whether that is over
  /// @param patience how long a caller waits for room in the queue, and then for its commit
  GroupCommit(Tx tx, Audience audience, Write<?> housekeeping, Write<?> probe, Duration patience) {
    this.tx = tx;
    this.audience = audience;
    this.housekeeping = housekeeping;
    this.probe = probe;
    this.patience = patience;
    this.thread = Thread.ofPlatform().name("agentpay-store-writer").unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  /// Waits until the write is durable.
  ///
  /// @throws StoreUnavailableException when it is not, or not known to be
  <T> T run(Write<T> write) {
    final Pending<T> pending = new Pending<>(write);
    try {
      if (closing) {
        throw closed();
      }
      if (!queue.offer(pending, patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Failures.unavailable(
            "%d writes wait already; try again later".formatted(MAX_WAITING));
      }
      if (ended && pending.take()) {
        throw closed();
      }
      return pending.await(patience);
    } catch (InterruptedException e) {
      pending.take();
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while writing", e);
    }
  }

  private static StoreUnavailableException closed() {
    return Failures.unavailable("the store is closed");
  }

  /// Why nothing can be written at present; null when all is well.
  @Nullable String trouble() {
    return ended ? "the store is closed" : trouble;
  }

  /// Transactions so far.
  long batches() {
    return batches.get();
  }

  /// Writes in them.
  long writes() {
    return writes.get();
  }

  /// Writes that wait now.
  int waiting() {
    return queue.size();
  }

  private void work() {
    final List<Pending<?>> batch = new ArrayList<>(MAX_BATCH);
    long nextTick = System.nanoTime() + TICK.toNanos();
    try {
      while (!closing || !queue.isEmpty()) {
        final Pending<?> first = queue.poll(nextTick - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, MAX_BATCH - 1);
          batch.removeIf(p -> !p.take());
          commit(batch);
          batch.clear();
        }
        if (System.nanoTime() - nextTick >= 0) {
          tick();
          nextTick = System.nanoTime() + TICK.toNanos();
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("the store's writer was interrupted and ends", e);
    } finally {
      end(batch);
    }
  }

  private void tick() {
    if (trouble == null) {
      commit(List.of(Pending.taken(housekeeping)));
    } else if (commit(List.of(Pending.taken(probe)))) {
      LOG.info("the store can write again");
      trouble = null;
    }
  }

  private boolean commit(List<Pending<?>> batch) {
    try {
      for (Pending<?> pending : batch) {
        pending.run(tx);
      }
      final List<Logged> durable = tx.commit();
      batches.incrementAndGet();
      writes.addAndGet(batch.size());
      publish(durable);
      batch.forEach(Pending::tell);
      return true;
    } catch (Exception e) {
      failed(batch, e);
      return false;
    }
  }

  private void failed(List<Pending<?>> batch, Exception e) {
    undo();
    if (batch.size() == 1) {
      final Failures.Failure failure = Failures.of(e);
      if (failure.isStores()) {
        if (trouble == null) {
          LOG.error("the store cannot write: {}", failure.text(), e);
        }
        trouble = failure.text();
      }
      batch.getFirst().fail(failure.exception());
    } else {
      LOG.warn("a batch of {} writes failed and is tried one by one", batch.size(), e);
      batch.forEach(pending -> commit(List.of(pending)));
    }
  }

  private void undo() {
    tx.renew();
    behind = true;
    publish(List.of());
  }

  private void publish(List<Logged> durable) {
    try {
      if (behind) {
        audience.catchUp();
        behind = false;
      } else if (!durable.isEmpty()) {
        audience.publish(durable);
      }
    } catch (RuntimeException e) {
      LOG.error("durable events could not be told to their readers yet", e);
      behind = true;
    }
  }

  private void end(List<Pending<?>> batch) {
    closing = true;
    ended = true;
    final List<Pending<?>> left = new ArrayList<>(batch);
    queue.drainTo(left);
    left.forEach(pending -> pending.fail(closed()));
    try {
      tx.close();
    } catch (java.sql.SQLException e) {
      LOG.warn("the store's file was not closed cleanly; nothing is lost", e);
    }
  }

  /// Lets what waits be written, then ends the writer.
  @Override
  public void close() {
    closing = true;
    // Wakes the writer; a full queue keeps it awake as it is.
    final boolean _ = queue.offer(new Pending<>(_ -> ""));
    try {
      thread.join(LAST_WRITES.toMillis());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
