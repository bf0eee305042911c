package dev.agentpay.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/// Runs work on many threads at the same time.
public final class Concurrently {
  private static final int TIMEOUT_SECONDS = 60;

  private Concurrently() {}

  /// Runs `times` pieces of work on virtual threads that start at the same time.
  ///
  /// @return their results, in order
  public static <T> List<T> run(int times, IntFunction<Callable<T>> work) throws Exception {
    final CyclicBarrier start = new CyclicBarrier(times);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      final List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        final Callable<T> mine = work.apply(i);
        futures.add(
            threads.submit(
                () -> {
                  start.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                  return mine.call();
                }));
      }
      final List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
      }
      return results;
    }
  }
}
