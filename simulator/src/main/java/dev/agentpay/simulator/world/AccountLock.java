package dev.agentpay.simulator.world;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The lock that guards a simulated account. All code under one acquisition is one step.
/// `afterStep` runs at the end of the step, while the lock is still held, and sees a consistent
/// state.
public final class AccountLock {
  private final ReentrantLock lock = new ReentrantLock();
  private final Runnable afterStep;

  public AccountLock(Runnable afterStep) {
    this.afterStep = afterStep;
  }

  public <T> T withLock(Supplier<T> step) {
    lock.lock();
    try {
      return step.get();
    } finally {
      endStep();
    }
  }

  public void withLock(Runnable step) {
    lock.lock();
    try {
      step.run();
    } finally {
      endStep();
    }
  }

  private void endStep() {
    try {
      if (lock.getHoldCount() == 1) {
        afterStep.run();
      }
    } finally {
      lock.unlock();
    }
  }
}
