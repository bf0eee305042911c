package dev.agentpay.simulator.control;

import dev.agentpay.simulator.calls.Calls;
import dev.agentpay.simulator.pay.Payment;
import dev.agentpay.simulator.pay.Payments;
import dev.agentpay.simulator.world.CallView;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.LineAudio;
import java.util.Locale;
import java.util.Optional;

/// Creates snapshots of legs for the control API.
final class CallViews {
  private final Calls calls;
  private final Payments payments;

  CallViews(Calls calls, Payments payments) {
    this.calls = calls;
    this.payments = payments;
  }

  CallView of(Leg leg) {
    final Optional<Payment> payment = payments.open(leg);
    return new CallView(
        leg.sid(),
        leg.parent().map(Leg::sid).orElse(""),
        leg.kind().name().toLowerCase(Locale.ROOT),
        leg.direction(),
        leg.from(),
        leg.to(),
        leg.identity(),
        leg.status().wire(),
        leg.created(),
        leg.parameters(),
        leg.sipHeaders(),
        payment.map(Payment::sid).orElse(""),
        payment.flatMap(Payment::capturingName).orElse(""),
        payment
            .filter(Payment::isConfirming)
            .map(p -> new LineAudio(LineAudio.Kind.SPEECH, p.confirmationPrompt()))
            .orElseGet(() -> audio(leg)),
        leg.children().stream().map(this::of).toList());
  }

  private LineAudio audio(Leg leg) {
    final Optional<Leg> peer = calls.talkingTo(leg);
    boolean peerTypes = peer.flatMap(payments::open).filter(Payment::isBeingTyped).isPresent();
    return LineAudio.on(leg.status(), peer.isPresent(), peerTypes, calls.documentAudio(leg));
  }
}
