package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.time.Instant;
import java.util.Optional;

/// A customer's leg at Twilio and what it does there.
abstract class Line {
  final Stage stage;
  final CallModel model;
  final Webhooks webhooks;
  final CallSid sid;
  final CallRoute route;
  private Instant over = Instant.MAX;
  private boolean wasInProgress;
  private int doing;

  Line(CallModel model, CallRoute route) {
    this.stage = model.stage();
    this.model = model;
    this.webhooks = model.webhooks();
    this.sid = model.nextSid();
    this.route = route;
  }

  /// The customer calls, or is dialled.
  abstract void begins();

  /// What is told when the customer's leg is over, besides its payments.
  abstract void isOver(String why);

  /// Twilio is told to ask what the call is to do now, and breaks off what it does.
  void redirected() {}

  /// The agent whose telephone at Twilio rings now, and with which ringing.
  Optional<Ring> ringing() {
    return Optional.empty();
  }

  /// The agent who talks on a softphone or telephone that Twilio has dialled.
  Optional<AgentId> talking() {
    return Optional.empty();
  }

  /// Another leg of the call than the customer's.
  Optional<CallSid> other() {
    return Optional.empty();
  }

  /// Whether the customer hears music.
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

  /// Something else begins: what was planned for what it did before is void.
  int does() {
    return ++doing;
  }

  boolean stillDoes(int what) {
    return isLive() && doing == what;
  }

  /// Happens so many milliseconds later if the call still does the same.
  void later(int from, int to, Runnable what) {
    final int now = doing;
    stage.in(
        from,
        to,
        () -> {
          if (stillDoes(now)) {
            what.run();
          }
        });
  }

  /// The customer's leg is over, whoever hung up.
  final void ends(String why) {
    if (isLive()) {
      stage.trace().add(stage.time().now(), "twilio", () -> sid + " is over: " + why);
      over = stage.time().now();
      does();
      model.paymentsEnd(sid);
      isOver(why);
    }
  }
}
