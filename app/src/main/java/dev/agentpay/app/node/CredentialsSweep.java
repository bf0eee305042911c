package dev.agentpay.app.node;

import dev.agentpay.events.Scheduler;
import dev.agentpay.twilio.rest.TwilioConnection;
import java.time.Duration;

/// Checks Twilio's credentials at the start, and again while Twilio refuses them: without traffic,
/// nothing else would notice that they were corrected.
final class CredentialsSweep {
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private final TwilioConnection twilio;
  private final Scheduler scheduler;

  CredentialsSweep(TwilioConnection twilio, Scheduler scheduler) {
    this.twilio = twilio;
    this.scheduler = scheduler;
  }

  void begin() {
    scheduler.soon(
        () -> {
          twilio.checkCredentials();
          confirm();
          repeat();
        });
  }

  private void confirm() {
    if (twilio.credentials().isSuspect()) {
      twilio.checkCredentials();
    }
  }

  private void repeat() {
    scheduler.at(
        scheduler.now().plus(INTERVAL),
        () -> {
          confirm();
          repeat();
        });
  }
}
