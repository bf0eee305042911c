package dev.agentpay.twilio;

import dev.agentpay.core.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells Twilio Sync what happens to payments, for clients that listen there. Nothing of ours waits
/// for it: what Sync does not take is tried again for a while, then counted and left.
///
/// Each target's values are written in the order in which they were told, one at a time, each on
/// its own: clients act on every one. Only digits that are still waiting give way to the next
/// digits of the same target, as each shows all that was typed so far.
///
/// @see <a href="https://www.twilio.com/docs/sync/limits">Twilio: Sync limits</a>: 20 writes a
///   second to one map
public final class SyncMirror implements AutoCloseable {
  /// Most values that wait for one target. A payment has some dozens besides its digits, so only
  /// what goes wrong gets here; then the oldest is lost, as the newest tells how it ended.
  static final int MAX_WAITING = 256;

  /// Most targets that something waits for: an hour of a busy centre's payments, at a few kB each.
  static final int MAX_TARGETS = 10_000;

  /// Most attempts at one value: the last is made after about half a minute, when a customer on the
  /// phone has been told something else.
  static final int MAX_ATTEMPTS = 8;

  static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /// How long [#close] waits for what was told before it: a few round trips.
  static final Duration DRAIN = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(SyncMirror.class);

  private final SyncWriter writer;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final Duration drain;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  /// Guards itself and its lanes. A lane is here as long as something of it waits or is written.
  private final Map<SyncTarget, SyncLane> lanes = new HashMap<>();

  private boolean closed;

  public SyncMirror(SyncWriter writer, Scheduler scheduler, RandomGenerator random) {
    this(writer, scheduler, random, DRAIN);
  }

  SyncMirror(SyncWriter writer, Scheduler scheduler, RandomGenerator random, Duration drain) {
    this.writer = writer;
    this.scheduler = scheduler;
    this.random = random;
    this.drain = drain;
  }

  /// Has a value written soon. Neither waits nor throws.
  ///
  /// @param isPartial whether the next partial value of this target may take its place: digits
  ///   being typed
  public void tell(SyncTarget target, Map<String, String> data, boolean isPartial) {
    final SyncLane.Value value = new SyncLane.Value(Map.copyOf(data), isPartial);
    final boolean takesAll;
    final boolean begins;
    synchronized (lanes) {
      final boolean taken = !closed && (lanes.size() < MAX_TARGETS || lanes.containsKey(target));
      final SyncLane lane = taken ? lanes.computeIfAbsent(target, _ -> new SyncLane()) : null;
      takesAll = lane != null && lane.add(value);
      begins = lane != null && lane.begins();
    }
    if (!takesAll) {
      lose(target, 1, "too much waits already, or we are closing");
    }
    if (begins) {
      scheduler.soon(() -> run(target));
    }
  }

  /// How many values Sync has taken.
  public long written() {
    return written.get();
  }

  /// How many values Sync did not get. Digits that gave way to newer ones do not count.
  public long lost() {
    return lost.get();
  }

  /// How many values wait or are being written.
  public int waiting() {
    synchronized (lanes) {
      return lanes.values().stream().mapToInt(SyncLane::size).sum();
    }
  }

  /// Writes until nothing waits or Sync wants a pause.
  private void run(SyncTarget target) {
    Optional<SyncLane.Value> next = next(target);
    while (next.isPresent()) {
      if (!settled(target, write(target, next.get()))) {
        return;
      }
      next = next(target);
    }
  }

  private Optional<SyncLane.Value> next(SyncTarget target) {
    synchronized (lanes) {
      final SyncLane lane = lanes.get(target);
      final Optional<SyncLane.Value> next = lane == null ? Optional.empty() : lane.next();
      if (next.isEmpty()) {
        lanes.remove(target);
        lanes.notifyAll();
      }
      return next;
    }
  }

  private SyncAnswer write(SyncTarget target, SyncLane.Value value) {
    try {
      return writer.write(target, value.data());
    } catch (RuntimeException e) {
      return new SyncAnswer.Refused(e.getClass().getSimpleName());
    }
  }

  /// Takes note of an answer.
  ///
  /// @return whether the next value may be written at once
  private boolean settled(SyncTarget target, SyncAnswer answer) {
    synchronized (lanes) {
      final SyncLane lane = lanes.get(target);
      if (lane == null) {
        return false; // given up by close, and counted there
      }
      if (answer instanceof SyncAnswer.Retry retry && lane.failures() + 1 < MAX_ATTEMPTS) {
        final Duration backoff = pause(lane.pauses(), retry.after());
        final Duration pause = closed ? FIRST_PAUSE : backoff;
        scheduler.at(scheduler.now().plus(pause), () -> resume(target, lane));
        return false;
      }
      lane.done();
    }
    switch (answer) {
      case SyncAnswer.Written _ -> written.incrementAndGet();
      case SyncAnswer.Retry retry -> lose(target, 1, retry.why());
      case SyncAnswer.Refused refused -> lose(target, 1, refused.why());
    }
    return true;
  }

  private void resume(SyncTarget target, SyncLane lane) {
    synchronized (lanes) {
      if (lanes.get(target) != lane || !lane.resumes()) {
        return;
      }
    }
    run(target);
  }

  /// Doubled each time, spread so that the targets of one map do not come back together, and no
  /// shorter than Sync wishes.
  private Duration pause(int failures, Optional<Duration> wish) {
    final Duration full = FIRST_PAUSE.multipliedBy(1L << (failures - 1));
    final long half = (full.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : full).toMillis() / 2;
    final Duration backoff = Duration.ofMillis(half + random.nextLong(half + 1));
    return wish.filter(w -> w.compareTo(backoff) > 0).map(w -> w.plus(backoff)).orElse(backoff);
  }

  /// Takes nothing more, and waits some seconds for what was told to be written; what pauses is
  /// tried again at once. What is left then is counted as lost.
  @Override
  public void close() {
    final Map<SyncTarget, SyncLane> left;
    synchronized (lanes) {
      closed = true;
      lanes.forEach((target, lane) -> scheduler.soon(() -> resume(target, lane)));
      awaitEmpty();
      left = Map.copyOf(lanes);
      lanes.clear();
    }
    left.forEach((target, lane) -> lose(target, lane.size(), "we are closing"));
  }

  private void awaitEmpty() {
    final long end = System.nanoTime() + drain.toNanos();
    try {
      for (long nanos = drain.toNanos();
          !lanes.isEmpty() && nanos > 0;
          nanos = end - System.nanoTime()) {
        lanes.wait(nanos / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lose(SyncTarget target, int values, String why) {
    lost.addAndGet(values);
    LOG.warn("Sync was not told {} value(s) of {}: {}", values, target, why);
  }
}
