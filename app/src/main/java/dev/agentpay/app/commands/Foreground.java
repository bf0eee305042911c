package dev.agentpay.app.commands;

import dev.agentpay.app.node.Closing;
import java.util.concurrent.CountDownLatch;

/// Keeps a process in the foreground until it is told to end, by Ctrl-C or SIGTERM, and closes what
/// it ran before it does.
final class Foreground {
  private Foreground() {}

  static void until(AutoCloseable running) {
    final Closing closing = new Closing();
    closing.add(running);
    Runtime.getRuntime().addShutdownHook(new Thread(closing::close));
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
