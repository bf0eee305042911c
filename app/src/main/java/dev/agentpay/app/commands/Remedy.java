package dev.agentpay.app.commands;

import dev.agentpay.app.config.ConfigurationException;
import dev.agentpay.client.model.PayException;
import dev.agentpay.events.StoreUnavailableException;
import java.net.BindException;

/// One line for what may go wrong at the start: what it is, and what to do.
public final class Remedy {
  private Remedy() {}

  public static String of(Throwable problem) {
    for (Throwable t = problem; t != null; t = t.getCause()) {
      if (t instanceof BindException) {
        return "A port is taken (%s): choose another with --port, --simulator-port or"
                .formatted(t.getMessage())
            + " --connector-port, or end what uses it.";
      }
      if (t instanceof PayException refused) {
        return refused.detail();
      }
      if (t instanceof StoreUnavailableException || t instanceof ConfigurationException) {
        return String.valueOf(t.getMessage());
      }
    }
    return "%s: %s".formatted(problem.getClass().getSimpleName(), problem.getMessage());
  }
}
