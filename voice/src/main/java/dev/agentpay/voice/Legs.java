package dev.agentpay.voice;

import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.CallInput;
import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.Calls;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.CallProgress;
import dev.agentpay.twilio.webhook.BadWebhookException;
import dev.agentpay.twilio.webhook.CallStatus;
import dev.agentpay.twilio.webhook.Form;
import java.util.Optional;

/// Takes what Twilio tells of a leg: repeated, late and in any order. Blocks until what it changed
/// is durable.
public final class Legs {
  private final Calls calls;
  private final Inbox inbox;

  public Legs(Calls calls, Inbox inbox) {
    this.calls = calls;
    this.inbox = inbox;
    inbox.handle(LegCallback.class, this::isOurs);
  }

  /// How far a leg has got.
  ///
  /// @param query of the address that was called: it says what the leg is, see [LegTag]
  /// @throws BadWebhookException when the address is none that we gave out
  /// @throws dev.agentpay.events.StoreUnavailableException when nobody took it
  public Inbox.Taken happened(CallStatus status, Form query, Origin origin) {
    return inbox.take(new LegCallback(status, tag(query), origin));
  }

  /// What a leg tells whose address an older system gave out: only under which UUI it is.
  ///
  /// @param toPbx whether the leg is the PBX's, and the leg that dialled it the customer's
  /// @throws dev.agentpay.events.StoreUnavailableException when nobody took it
  public Inbox.Taken under(Uui uui, CallStatus status, boolean toPbx, Origin origin) {
    final LegTag tag =
        toPbx
            ? LegTag.pbx(CallRoute.SIP_IN, Optional.of(uui))
            : LegTag.customer(CallRoute.SIP_OUT, Optional.empty(), Optional.of(uui));
    return inbox.take(new LegCallback(status, Optional.of(tag), origin));
  }

  private boolean isOurs(LegCallback callback) {
    final CallStatus status = callback.status();
    try {
      return callback.tag().isEmpty()
          ? callers(status, callback.origin())
          : dialled(status, callback.tag().get(), callback.origin());
    } catch (RefusedException e) {
      return false; // the call is none of ours
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
    return status.progress().isOver()
        ? calls.handle(new CallInput.CallOver(status.call(), over(status)), origin)
        : calls.find(status.call()).isPresent();
  }

  private boolean dialled(CallStatus status, LegTag tag, Origin origin) {
    final Optional<CallSid> dialler = status.parent();
    if (dialler.isEmpty()) {
      return false;
    }
    return switch (tag.kind()) {
      case AGENT ->
          tag.agent().isEmpty() || agents(status, dialler.get(), tag.agent().get(), tag, origin);
      case PBX ->
          calls.handle(
              new CallInput.PbxLeg(
                  dialler.get(), status.call(), tag.uui(), tag.agent(), talks(status)),
              origin);
      case CUSTOMER -> {
        customers(status, dialler.get(), tag, origin);
        yield true;
      }
    };
  }

  private boolean agents(
      CallStatus status, CallSid customer, AgentId agent, LegTag tag, Origin origin) {
    if (talks(status)) {
      return calls.handle(new CallInput.AgentLegAnswered(customer, agent, status.call()), origin);
    }
    return !status.progress().isOver()
        || calls.handle(
            new CallInput.AgentLegEnded(
                customer, agent, tag.ring(), status.call(), status.progress().wire()),
            origin);
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
    final Optional<CallInput.LegEnd> over =
        status.progress().isOver() ? Optional.of(over(status)) : Optional.empty();
    calls.change(new CallInput.CustomerLeg(arrived, tag.agent(), talks(status), over), origin);
  }

  private static boolean talks(CallStatus status) {
    return status.progress() == CallProgress.IN_PROGRESS;
  }

  private static CallInput.LegEnd over(CallStatus status) {
    return new CallInput.LegEnd(status.progress().wire(), status.seconds());
  }
}
