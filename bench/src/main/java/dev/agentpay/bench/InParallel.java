package dev.agentpay.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs tasks that are not measured in parallel.
final class InParallel {
  /// Below the server's limits for concurrent sign-ins and requests to Twilio.
  private static final int THREADS = 16;

  private InParallel() {}

  /// Runs all tasks and returns their results in the order of the tasks.
  ///
  /// @throws IllegalStateException if one of them fails
  static <T> List<T> all(List<Callable<T>> tasks) throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      final List<T> results = new ArrayList<>();
      try {
        for (Future<T> result : threads.invokeAll(tasks)) {
          results.add(result.get());
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
      return results;
    }
  }
}
