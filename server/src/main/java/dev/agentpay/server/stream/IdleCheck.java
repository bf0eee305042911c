package dev.agentpay.server.stream;

import dev.agentpay.auth.SignIns;
import dev.agentpay.auth.Tokens;
import dev.agentpay.events.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the sign-ins of pages whose users do nothing, so that the page shows it at once and not at
/// the next click.
final class IdleCheck {
  private static final Logger LOG = LoggerFactory.getLogger(IdleCheck.class);

  private final SignIns signIns;
  private final AtomicBoolean isRunning = new AtomicBoolean();

  IdleCheck(SignIns signIns) {
    this.signIns = signIns;
  }

  /// Returns at once; the store is asked in the background, and again at the next check if it was
  /// not available.
  ///
  /// @param readers of all open connections
  void check(List<Tokens.Bearer> readers) {
    final List<Tokens.Bearer> idle = readers.stream().filter(signIns::seemsIdle).toList();
    if (!idle.isEmpty() && isRunning.compareAndSet(false, true)) {
      Thread.ofVirtual().name("idle").start(() -> run(idle));
    }
  }

  private void run(List<Tokens.Bearer> idle) {
    try {
      idle.forEach(reader -> signIns.check(reader, false));
    } catch (StoreUnavailableException e) {
      LOG.warn("Cannot check whether users are idle, trying again: {}", e.getClass().getName());
    } catch (RuntimeException e) {
      LOG.error("Cannot check whether users are idle: {}", e.getClass().getName());
    } finally {
      isRunning.set(false);
    }
  }
}
