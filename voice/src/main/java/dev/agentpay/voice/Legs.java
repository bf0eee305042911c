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

/// Handles Twilio's status callbacks about legs, which may arrive repeatedly, late and in any
/// order. Blocks until the changes are durable.
public final class Legs {
  private final Calls calls;
  private final Inbox inbox;

  public Legs(Calls calls, Inbox inbox) {
    this.calls = calls;
    this.inbox = inbox;
    inbox.handle(LegCallback.class, this::apply);
  }

  /// Handles a status callback.
  ///
  /// @param query query of the callback URL, which describes the leg; see [LegTag]
  /// @throws BadWebhookException if we never issued this URL
  /// @throws dev.agentpay.events.StoreUnavailableException if the callback could not be stored
  public Inbox.Taken handle(CallStatus status, Form query, Origin origin) {
    return inbox.take(new LegCallback(status, readTag(query), origin));
  }

  /// Handles a status callback sent to the URL of an existing client, which names only the UUI.
  ///
  /// @param toPbx true: the leg is the PBX's and its parent is the customer's; false: the leg is
  ///   the customer's
  /// @throws dev.agentpay.events.StoreUnavailableException if the callback could not be stored
  public Inbox.Taken handleLegacy(Uui uui, CallStatus status, boolean toPbx, Origin origin) {
    final LegTag tag =
        toPbx
            ? LegTag.pbx(CallRoute.SIP_IN, Optional.of(uui))
            : LegTag.customer(CallRoute.SIP_OUT, Optional.empty(), Optional.of(uui));
    return inbox.take(new LegCallback(status, Optional.of(tag), origin));
  }

  private boolean apply(LegCallback callback) {
    final CallStatus status = callback.status();
    try {
      return callback.tag().isEmpty()
          ? callerLeg(status, callback.origin())
          : dialledLeg(status, callback.tag().get(), callback.origin());
    } catch (RefusedException e) {
      return false; // unknown call
    }
  }

  private static Optional<LegTag> readTag(Form query) {
    try {
      return LegTag.read(query);
    } catch (IllegalArgumentException e) {
      throw new BadWebhookException("leg", "was not issued by this server: " + e.getMessage());
    }
  }

  /// Handles a leg that was not dialled: a customer who called us.
  private boolean callerLeg(CallStatus status, Origin origin) {
    return status.progress().isOver()
        ? calls.handle(new CallInput.CallOver(status.call(), legEnd(status)), origin)
        : calls.find(status.call()).isPresent();
  }

  private boolean dialledLeg(CallStatus status, LegTag tag, Origin origin) {
    final Optional<CallSid> parent = status.parent();
    if (parent.isEmpty()) {
      return false;
    }
    return switch (tag.kind()) {
      case AGENT ->
          tag.agent().isEmpty() || agentLeg(status, parent.get(), tag.agent().get(), tag, origin);
      case PBX ->
          calls.handle(
              new CallInput.PbxLeg(
                  parent.get(), status.call(), tag.uui(), tag.agent(), isInProgress(status)),
              origin);
      case CUSTOMER -> {
        customerLeg(status, parent.get(), tag, origin);
        yield true;
      }
    };
  }

  private boolean agentLeg(
      CallStatus status, CallSid customer, AgentId agent, LegTag tag, Origin origin) {
    if (isInProgress(status)) {
      return calls.handle(new CallInput.AgentLegAnswered(customer, agent, status.call()), origin);
    }
    return !status.progress().isOver()
        || calls.handle(
            new CallInput.AgentLegEnded(
                customer, agent, tag.ring(), status.call(), status.progress().wire()),
            origin);
  }

  /// The first callback received creates the call, even if it reports the end.
  private void customerLeg(CallStatus status, CallSid parent, LegTag tag, Origin origin) {
    final CallEvent.CallArrived arrived =
        new CallEvent.CallArrived(
            status.call(), status.from(), status.to(), tag.route(), tag.uui(), Optional.of(parent));
    final Optional<CallInput.LegEnd> end =
        status.progress().isOver() ? Optional.of(legEnd(status)) : Optional.empty();
    calls.change(
        new CallInput.CustomerLeg(arrived, tag.agent(), isInProgress(status), end), origin);
  }

  private static boolean isInProgress(CallStatus status) {
    return status.progress() == CallProgress.IN_PROGRESS;
  }

  private static CallInput.LegEnd legEnd(CallStatus status) {
    return new CallInput.LegEnd(status.progress().wire(), status.seconds());
  }
}
