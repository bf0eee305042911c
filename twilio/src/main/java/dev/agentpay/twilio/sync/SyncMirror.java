package dev.agentpay.twilio.sync;

import dev.agentpay.events.Scheduler;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes values to Twilio Sync for existing clients. Each target has at most one write at a time.
/// Digit updates are only for display: the newest is written when nothing else is being written,
/// and never after the value that ends them.
public final class SyncMirror {
  /// Most targets with pending digit updates: more than customers type at the same time on a node.
  static final int MAX_TARGETS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(SyncMirror.class);

  private final SyncWriter writer;
  private final Scheduler scheduler;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  /// Targets that have not accepted their last value yet.
  private final Set<SyncTarget> refusing = ConcurrentHashMap.newKeySet();

  /// Guards itself and the contents of its lanes. A lane exists as long as a thread uses it.
  private final Map<SyncTarget, Lane> lanes = new HashMap<>();

  /// The state of one target.
  private static final class Lane {
    private final ReentrantLock turn = new ReentrantLock(true);
    private Optional<Map<String, String>> digits = Optional.empty();
    private boolean writesDigits;
    private int values;

    boolean isIdle() {
      return !writesDigits && values == 0;
    }
  }

  public SyncMirror(SyncWriter writer, Scheduler scheduler) {
    this.writer = writer;
    this.scheduler = scheduler;
  }

  /// Writes a value after all earlier writes to the target. Discards waiting digit updates. Blocks;
  /// never throws.
  public SyncAnswer write(SyncTarget target, Map<String, String> data) {
    return write(target, () -> send(target, data));
  }

  /// Like the other `write`, with any request that changes the target.
  ///
  /// @param request blocks and never throws
  public SyncAnswer write(SyncTarget target, Supplier<SyncAnswer> request) {
    final Lane lane;
    synchronized (lanes) {
      lane = lanes.computeIfAbsent(target, _ -> new Lane());
      lane.values++;
      lane.digits = Optional.empty();
    }
    lane.turn.lock();
    try {
      return counted(target, request.get());
    } finally {
      lane.turn.unlock();
      synchronized (lanes) {
        lane.values--;
        leave(target, lane);
      }
    }
  }

  /// Schedules a digit update, unless a newer one or a value comes first. Never blocks or throws.
  public void digits(SyncTarget target, Map<String, String> data) {
    final Lane lane;
    synchronized (lanes) {
      if (lanes.size() >= MAX_TARGETS && !lanes.containsKey(target)) {
        return;
      }
      lane = lanes.computeIfAbsent(target, _ -> new Lane());
      if (lane.values > 0 || refusing.contains(target)) {
        leave(target, lane);
        return; // the value that is being written or will be is newer
      }
      lane.digits = Optional.of(Map.copyOf(data));
      if (lane.writesDigits) {
        return;
      }
      lane.writesDigits = true;
    }
    scheduler.soon(() -> writeDigits(target, lane));
  }

  /// How many values Sync has accepted.
  public long written() {
    return written.get();
  }

  /// How many values were given up; digit updates do not count.
  public long lost() {
    return lost.get();
  }

  /// How many targets have a value that Sync has not accepted yet and that will be retried.
  public int waiting() {
    return refusing.size();
  }

  /// Marks that no value of this target will be retried any more.
  public void settled(SyncTarget target) {
    refusing.remove(target);
  }

  /// Records that a value was given up.
  ///
  /// @param why the reason; must not contain the value
  public void lose(SyncTarget target, String why) {
    settled(target);
    lost.incrementAndGet();
    LOG.warn("Giving up writing a value to Sync target {}: {}", target, why);
  }

  private void writeDigits(SyncTarget target, Lane lane) {
    Optional<Map<String, String>> next = take(target, lane);
    while (next.isPresent()) {
      send(target, next.get());
      lane.turn.unlock();
      next = take(target, lane);
    }
  }

  /// Returns the next digit update, if any. The caller must hold the lane's lock.
  private Optional<Map<String, String>> take(SyncTarget target, Lane lane) {
    lane.turn.lock();
    synchronized (lanes) {
      final Optional<Map<String, String>> next = lane.digits;
      lane.digits = Optional.empty();
      if (next.isEmpty()) {
        lane.writesDigits = false;
        lane.turn.unlock();
        leave(target, lane);
      }
      return next;
    }
  }

  private void leave(SyncTarget target, Lane lane) {
    if (lane.isIdle()) {
      lanes.remove(target, lane);
    }
  }

  private SyncAnswer send(SyncTarget target, Map<String, String> data) {
    try {
      return writer.write(target, data);
    } catch (RuntimeException e) {
      return new SyncAnswer.Refused(e.getClass().getSimpleName());
    }
  }

  private SyncAnswer counted(SyncTarget target, SyncAnswer answer) {
    switch (answer) {
      case SyncAnswer.Written _ -> {
        refusing.remove(target);
        written.incrementAndGet();
      }
      case SyncAnswer.Refused refused -> lose(target, refused.why());
      case SyncAnswer.Retry _ -> refusing.add(target);
    }
    return answer;
  }
}
