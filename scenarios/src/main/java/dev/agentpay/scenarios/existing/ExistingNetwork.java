package dev.agentpay.scenarios.existing;

import dev.agentpay.scenarios.actors.ScriptFailure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// The network between an existing client and the server. A scenario can delay requests, so that
/// the customer types meanwhile.
public final class ExistingNetwork {
  private final Map<String, CountDownLatch> delayed = new ConcurrentHashMap<>();

  /// Delays the next request for this field until the latch opens.
  public void delay(String field, CountDownLatch until) {
    delayed.put(field, until);
  }

  /// Blocks while a request for this field is delayed.
  void awaitDelivery(String field) {
    final CountDownLatch latch = delayed.remove(field);
    if (latch == null) {
      return;
    }
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptFailure("interrupted", e);
    }
  }
}
