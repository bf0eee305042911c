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

/// Many callers at the same moment.
public final class Together {
  private static final int PATIENCE_SECONDS = 60;

  private Together() {}

  /// Runs `times` works on virtual threads that start at once.
  ///
  /// @return what each gave, in their order
  public static <T> List<T> run(int times, IntFunction<Callable<T>> work) throws Exception {
    final CyclicBarrier start = new CyclicBarrier(times);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      final List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        final Callable<T> mine = work.apply(i);
        futures.add(
            threads.submit(
                () -> {
                  start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                  return mine.call();
                }));
      }
      final List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
      return results;
    }
  }
}
