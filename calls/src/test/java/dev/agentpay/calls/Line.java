package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.time.Instant;
import java.util.Optional;

/// A customer's leg as simulated at Twilio.
abstract class Line {
  final Simulation simulation;
  final CallModel model;
  final Webhooks webhooks;
  final CallSid sid;
  final CallRoute route;
  private Instant over = Instant.MAX;
  private boolean wasInProgress;
  private int phase;

  Line(CallModel model, CallRoute route) {
    this.simulation = model.simulation();
    this.model = model;
    this.webhooks = model.webhooks();
    this.sid = model.nextSid();
    this.route = route;
  }

  /// The customer calls, or is dialled.
  abstract void begin();

  /// Sends the callbacks that follow the end of the customer's leg, except those about payments.
  abstract void sendFinalCallbacks(String status);

  /// Twilio redirects the call to our webhook and interrupts what it does.
  void redirected() {}

  /// The ring of the agent's telephone that rings now.
  Optional<Ring> ringing() {
    return Optional.empty();
  }

  /// The agent who talks on a softphone or telephone that Twilio dialled.
  Optional<AgentId> talking() {
    return Optional.empty();
  }

  /// A leg of the call other than the customer's.
  Optional<CallSid> other() {
    return Optional.empty();
  }

  /// Whether the customer hears hold music.
  boolean hearsMusic() {
    return false;
  }

  boolean isLive() {
    return over.equals(Instant.MAX);
  }

  boolean isOver(Instant at) {
    return !over.isAfter(at);
  }

  boolean wasInProgress() {
    return wasInProgress;
  }

  void inProgress() {
    wasInProgress = true;
  }

  /// Starts a new phase of the call. Actions scheduled in the previous phase are dropped.
  int startPhase() {
    return ++phase;
  }

  boolean isStillIn(int earlier) {
    return isLive() && phase == earlier;
  }

  /// Runs the action after a random delay in milliseconds, if the call is still in the same phase.
  void later(int from, int to, Runnable action) {
    final int now = phase;
    simulation.in(
        from,
        to,
        () -> {
          if (isStillIn(now)) {
            action.run();
          }
        });
  }

  /// Ends the customer's leg, whichever party hung up.
  final void end(String status) {
    if (isLive()) {
      simulation.trace().add(simulation.time().now(), "twilio", () -> sid + " ends: " + status);
      over = simulation.time().now();
      startPhase();
      model.paymentsEnd(sid);
      sendFinalCallbacks(status);
    }
  }
}
