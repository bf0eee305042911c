package dev.agentpay.voice;

import dev.agentpay.core.AgentId;
import dev.agentpay.core.CallEvent;
import dev.agentpay.core.CallRoute;
import dev.agentpay.core.CallSid;
import dev.agentpay.core.Calls;
import dev.agentpay.core.Claims;
import dev.agentpay.core.Origin;
import dev.agentpay.core.RefusedException;
import dev.agentpay.core.Uui;
import dev.agentpay.twilio.BadWebhookException;
import dev.agentpay.twilio.CallProgress;
import dev.agentpay.twilio.CallStatus;
import dev.agentpay.twilio.Form;
import java.util.Optional;

/// Takes what Twilio tells of a leg: repeated, late and in any order. Blocks until what it changed
/// is durable.
public final class Legs {
  private final Calls calls;
  private final Claims claims;

  public Legs(Calls calls, Claims claims) {
    this.calls = calls;
    this.claims = claims;
  }

  /// How far a leg has got.
  ///
  /// @param query of the address that was called: it says what the leg is, see [LegTag]
  /// @return false when it is about nothing of ours
  /// @throws BadWebhookException when the address is none that we gave out
  public boolean happened(CallStatus status, Form query, Origin origin) {
    final Optional<LegTag> tag = tag(query);
    try {
      return tag.isEmpty() ? callers(status, origin) : dialled(status, tag.get(), origin);
    } catch (RefusedException e) {
      return false; // the call is none of ours
    }
  }

  /// What a leg tells whose address an older system gave out: only under which UUI it is.
  ///
  /// @param toPbx whether the leg is the PBX's, and the leg that dialled it the customer's
  /// @return false when it is about nothing that could be the customer's
  public boolean under(Uui uui, CallStatus status, boolean toPbx, Origin origin) {
    final LegTag tag =
        toPbx
            ? LegTag.pbx(CallRoute.SIP_IN, Optional.of(uui))
            : LegTag.customer(CallRoute.SIP_OUT, Optional.empty(), Optional.of(uui));
    try {
      return dialled(status, tag, origin);
    } catch (RefusedException e) {
      return false;
    }
  }

  private static Optional<LegTag> tag(Form query) {
    try {
      return LegTag.read(query);
    } catch (IllegalArgumentException e) {
      throw new BadWebhookException("leg", "is not as we write it: " + e.getMessage());
    }
  }

  /// A leg that nobody dialled: a customer who called us.
  private boolean callers(CallStatus status, Origin origin) {
    final boolean isOurs = calls.find(status.call()).isPresent();
    if (isOurs && status.progress().isOver()) {
      calls.ended(status.call(), status.progress().wire(), status.seconds(), origin);
    }
    return isOurs;
  }

  private boolean dialled(CallStatus status, LegTag tag, Origin origin) {
    final Optional<CallSid> dialler = status.parent();
    if (dialler.isEmpty()) {
      return false;
    }
    switch (tag.kind()) {
      case AGENT ->
          tag.agent().ifPresent(a -> agents(status, dialler.get(), a, tag.ring(), origin));
      case PBX -> pbxs(status, dialler.get(), tag, origin);
      case CUSTOMER -> customers(status, dialler.get(), tag, origin);
    }
    return true;
  }

  private void agents(
      CallStatus status, CallSid customer, AgentId agent, long ring, Origin origin) {
    if (status.progress() == CallProgress.IN_PROGRESS) {
      calls.answered(customer, agent, status.call(), origin);
    } else if (status.progress().isOver()) {
      calls.legEnded(customer, agent, ring, status.call(), status.progress().wire(), origin);
    }
  }

  private void pbxs(CallStatus status, CallSid customer, LegTag tag, Origin origin) {
    tag.uui().ifPresent(uui -> claims.map(uui, customer, origin));
    if (status.progress() == CallProgress.IN_PROGRESS) {
      calls.talks(customer, Optional.of(status.call()), origin);
      tag.agent().ifPresent(agent -> claims.handed(customer, agent, origin));
    }
  }

  /// Whatever is told first begins the call, also that it is over.
  private void customers(CallStatus status, CallSid dialler, LegTag tag, Origin origin) {
    final CallEvent.CallArrived arrived =
        new CallEvent.CallArrived(
            status.call(),
            status.from(),
            status.to(),
            tag.route(),
            tag.uui(),
            Optional.of(dialler));
    if (tag.agent().isPresent()) {
      calls.dialled(arrived, tag.agent().get(), origin);
    } else {
      calls.began(arrived, origin);
    }
    tag.uui().ifPresent(uui -> claims.map(uui, status.call(), origin));
    if (status.progress() == CallProgress.IN_PROGRESS) {
      calls.talks(status.call(), Optional.of(dialler), origin);
    } else if (status.progress().isOver()) {
      calls.ended(status.call(), status.progress().wire(), status.seconds(), origin);
    }
  }
}
