package dev.agentpay.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What one run of [CallbackBench] measured.
///
/// @param perSecond durable callbacks a second
/// @param p50Millis from sending a callback to its whole answer
/// @param cpuMicros CPU of the server's process for each callback, in microseconds
/// @param livePerSecond `GET /health/live` a second over as many connections: a handler that does
///   nothing
/// @param checked callbacks that were acknowledged, warm-up included; each was found in the log
record CallbackFigures(
    double perSecond,
    double p50Millis,
    double p99Millis,
    double cpuMicros,
    double livePerSecond,
    long checked) {

  /// The rate of callbacks as a share of what an empty handler reaches.
  double toLive() {
    return perSecond / livePerSecond;
  }

  /// The median of each figure on its own.
  static CallbackFigures median(List<CallbackFigures> runs) {
    return new CallbackFigures(
        median(runs, CallbackFigures::perSecond),
        median(runs, CallbackFigures::p50Millis),
        median(runs, CallbackFigures::p99Millis),
        median(runs, CallbackFigures::cpuMicros),
        median(runs, CallbackFigures::livePerSecond),
        runs.stream().mapToLong(CallbackFigures::checked).sum());
  }

  /// The median of one figure; of an even number of runs the mean of the middle two.
  static double median(List<CallbackFigures> runs, ToDoubleFunction<CallbackFigures> figure) {
    final double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    final int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
