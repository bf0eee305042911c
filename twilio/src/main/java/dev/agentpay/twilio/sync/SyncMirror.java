package dev.agentpay.twilio.sync;

import dev.agentpay.events.Scheduler;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes to Twilio Sync what existing clients listen for. To one target one value is written at a
/// time. Digits are only shown: the newest are written when nothing else is, and never after the
/// value that ends them.
public final class SyncMirror {
  /// Most targets to which digits are written at a time: more than customers type at once on a
  /// node.
  static final int MAX_TARGETS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(SyncMirror.class);

  private final SyncWriter writer;
  private final Scheduler scheduler;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  /// Targets that did not take their last value yet.
  private final Set<SyncTarget> refusing = ConcurrentHashMap.newKeySet();

  /// Guards itself and what is in its lanes. A lane is here as long as somebody is at it.
  private final Map<SyncTarget, Lane> lanes = new HashMap<>();

  /// One target.
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

  /// Writes a value after whatever is being written to the target. Digits that wait are void.
  /// Blocks; throws nothing.
  public SyncAnswer write(SyncTarget target, Map<String, String> data) {
    final Lane lane;
    synchronized (lanes) {
      lane = lanes.computeIfAbsent(target, _ -> new Lane());
      lane.values++;
      lane.digits = Optional.empty();
    }
    lane.turn.lock();
    try {
      return counted(target, send(target, data));
    } finally {
      lane.turn.unlock();
      synchronized (lanes) {
        lane.values--;
        leave(target, lane);
      }
    }
  }

  /// Has digits written soon, unless newer ones or a value come first. Neither waits nor throws.
  public void digits(SyncTarget target, Map<String, String> data) {
    final Lane lane;
    synchronized (lanes) {
      if (lanes.size() >= MAX_TARGETS && !lanes.containsKey(target)) {
        return;
      }
      lane = lanes.computeIfAbsent(target, _ -> new Lane());
      if (lane.values > 0 || refusing.contains(target)) {
        leave(target, lane);
        return; // what is being written, or will be, comes after
      }
      lane.digits = Optional.of(Map.copyOf(data));
      if (lane.writesDigits) {
        return;
      }
      lane.writesDigits = true;
    }
    scheduler.soon(() -> writeDigits(target, lane));
  }

  /// How many values Sync has taken.
  public long written() {
    return written.get();
  }

  /// How many values Sync did not get and never will. Digits do not count.
  public long lost() {
    return lost.get();
  }

  /// How many targets have a value that Sync has not taken yet: it is written again.
  public int waiting() {
    return refusing.size();
  }

  /// No value of this target is to be written again any more.
  public void settled(SyncTarget target) {
    refusing.remove(target);
  }

  /// A value is given up.
  ///
  /// @param why without anything of the value
  public void lose(SyncTarget target, String why) {
    settled(target);
    lost.incrementAndGet();
    LOG.warn("Sync was not told a value of {}: {}", target, why);
  }

  private void writeDigits(SyncTarget target, Lane lane) {
    Optional<Map<String, String>> next = take(target, lane);
    while (next.isPresent()) {
      send(target, next.get());
      lane.turn.unlock();
      next = take(target, lane);
    }
  }

  /// With the lane's turn, when there is something.
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
