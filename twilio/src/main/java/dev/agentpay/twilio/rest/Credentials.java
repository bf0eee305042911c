package dev.agentpay.twilio.rest;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Knows whether Twilio refuses this server's credentials, from the answers to all requests. A
/// single refusal may be an error of Twilio's; it makes the credentials suspect, and a second one
/// in a row counts. Logs each change once.
public final class Credentials {
  private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
  private static final int UNAUTHORIZED = 401;

  /// Refusals in a row that count.
  private static final int ENOUGH = 2;

  private int refusals;

  /// Notes the status of an answer from Twilio. A proxy's error says nothing about the credentials.
  synchronized void answered(int httpStatus) {
    final boolean isAccepted = httpStatus >= 200 && httpStatus < 300;
    if (httpStatus == UNAUTHORIZED) {
      refusals++;
      if (refusals == ENOUGH) {
        LOG.error(
            "Twilio refuses this server's credentials: check the account sid, the API key and its"
                + " secret");
      }
    } else if (isAccepted) {
      if (isRefused()) {
        LOG.info("Twilio accepts this server's credentials again");
      }
      refusals = 0;
    }
  }

  /// Whether the last answer that says something about the credentials refused them.
  public synchronized boolean isSuspect() {
    return refusals > 0;
  }

  /// Whether at least the last two such answers refused them.
  public synchronized boolean isRefused() {
    return refusals >= ENOUGH;
  }

  /// Returns what is wrong, for the operator; empty if nothing is known to be wrong.
  public Optional<String> trouble() {
    return isRefused() ? Optional.of("credentials refused") : Optional.empty();
  }
}
