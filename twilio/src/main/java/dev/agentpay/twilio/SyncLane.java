package dev.agentpay.twilio;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/// What is to be written to one target, in order. Not safe for threads: the mirror sees to that.
final class SyncLane {
  /// One value.
  ///
  /// @param isPartial whether a partial one behind it takes its place while it waits
  record Value(Map<String, String> data, boolean isPartial) {
    /// Without the data, as it may get into a log.
    @Override
    public String toString() {
      return isPartial ? "partial value" : "value";
    }
  }

  private enum State {
    IDLE,
    RUNNING,
    PAUSING
  }

  private final Deque<Value> waiting = new ArrayDeque<>();
  private Optional<Value> writing = Optional.empty();
  private State state = State.IDLE;
  private int failures;

  /// Adds a value at the end.
  ///
  /// @return false when the oldest one that waited had to go for it
  boolean add(Value value) {
    if (value.isPartial() && !waiting.isEmpty() && waiting.getLast().isPartial()) {
      waiting.removeLast();
    }
    waiting.addLast(value);
    if (waiting.size() <= SyncMirror.MAX_WAITING) {
      return true;
    }
    waiting.removeFirst();
    return false;
  }

  /// Whether the caller is to see to it that the lane runs: nobody else does.
  boolean begins() {
    final boolean idle = state == State.IDLE;
    state = idle ? State.RUNNING : state;
    return idle;
  }

  /// The next value to write, which then is not waiting any more.
  Optional<Value> next() {
    writing = Optional.ofNullable(waiting.pollFirst());
    return writing;
  }

  /// The value is dealt with.
  void done() {
    writing = Optional.empty();
    failures = 0;
  }

  /// The value is to be written again after a pause, unless newer digits have come by now.
  ///
  /// @return how often in a row writing has failed
  int pauses() {
    writing.filter(value -> !isOutdated(value)).ifPresent(waiting::addFirst);
    writing = Optional.empty();
    state = State.PAUSING;
    return ++failures;
  }

  /// Whether a pause was to be ended, and is.
  boolean resumes() {
    final boolean paused = state == State.PAUSING;
    state = paused ? State.RUNNING : state;
    return paused;
  }

  int failures() {
    return failures;
  }

  /// How many values wait or are being written.
  int size() {
    return waiting.size() + (writing.isPresent() ? 1 : 0);
  }

  private boolean isOutdated(Value value) {
    return value.isPartial() && !waiting.isEmpty() && waiting.getFirst().isPartial();
  }
}
