package dev.agentpay.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// The results of one run of [CallbackBench].
///
/// @param perSecond durable callbacks per second
/// @param p50Millis median time from sending a callback to its complete response, in milliseconds
/// @param p99Millis 99th percentile of the same time, in milliseconds
/// @param cpuMicros CPU time of the server process per callback, in microseconds
/// @param livePerSecond `GET /health/live` requests per second over the same number of connections,
///   which shows the cost of an empty handler
/// @param checked acknowledged callbacks, including the warm-up, each of which was found in the log
record CallbackFigures(
    double perSecond,
    double p50Millis,
    double p99Millis,
    double cpuMicros,
    double livePerSecond,
    long checked) {

  /// Returns the rate of callbacks divided by that of an empty handler.
  double toLive() {
    return perSecond / livePerSecond;
  }

  /// Returns the median of each figure separately, and the sum of `checked`.
  static CallbackFigures median(List<CallbackFigures> runs) {
    return new CallbackFigures(
        median(runs, CallbackFigures::perSecond),
        median(runs, CallbackFigures::p50Millis),
        median(runs, CallbackFigures::p99Millis),
        median(runs, CallbackFigures::cpuMicros),
        median(runs, CallbackFigures::livePerSecond),
        runs.stream().mapToLong(CallbackFigures::checked).sum());
  }

  /// Returns the median of one figure. For an even number of runs, it is the mean of the middle
  /// two.
  static double median(List<CallbackFigures> runs, ToDoubleFunction<CallbackFigures> figure) {
    final double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    final int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
