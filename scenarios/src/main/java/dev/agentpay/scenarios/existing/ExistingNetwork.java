package dev.agentpay.scenarios.existing;

import dev.agentpay.scenarios.actors.ScriptFailure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// The way from an existing client to the server, which a script can make slow: meanwhile the
/// customer types on.
public final class ExistingNetwork {
  private final Map<String, CountDownLatch> slow = new ConcurrentHashMap<>();

  /// The next request for this field arrives only when the latch opens.
  public void keepsBack(String field, CountDownLatch until) {
    slow.put(field, until);
  }

  /// Blocks while a request for this field is kept back.
  void carries(String field) {
    final CountDownLatch latch = slow.remove(field);
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
