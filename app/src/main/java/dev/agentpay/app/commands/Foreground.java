package dev.agentpay.app.commands;

import dev.agentpay.app.node.Resources;
import java.util.concurrent.CountDownLatch;

/// Keeps a process running until Ctrl-C or SIGTERM. Closes a resource before the process ends.
final class Foreground {
  private Foreground() {}

  static void run(AutoCloseable resource) {
    final Resources resources = new Resources();
    resources.add(resource);
    Runtime.getRuntime().addShutdownHook(new Thread(resources::close));
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
