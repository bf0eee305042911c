package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.util.Optional;
import java.util.function.Predicate;

/// Decides which agent is rung for a customer's call, and when the caller waits.
final class RingDecisions {
  private static final String BUSY = "busy";

  private RingDecisions() {}

  /// Rings the ready agent who has been idle longest. An agent who missed the call is rung only if
  /// no other agent is ready. A repeated webhook gets the same answer.
  static NextStep arrived(CallDraft draft, CallInput.CallerArrived arrived) {
    final CallSid sid = arrived.call();
    begin(draft, sid, arrived.from(), arrived.to(), CallRoute.SOFTPHONE);
    return next(draft, sid, hasNotMissed(draft, sid))
        .or(() -> next(draft, sid, _ -> true))
        .<NextStep>map(NextStep.Dial::new)
        .orElseGet(() -> waitOrReject(draft, sid, arrived.queueing()));
  }

  /// Rings the agent's own telephone, whether they are ready or not, unless another call keeps them
  /// busy.
  static NextStep forwarded(CallDraft draft, CallInput.CallForwarded forwarded) {
    final CallSid sid = forwarded.call();
    begin(draft, sid, forwarded.from(), forwarded.to(), CallRoute.FORWARD);
    if (currentRing(draft, sid).isEmpty() && draft.agent(forwarded.agent()).call().isEmpty()) {
      ring(draft, sid, forwarded.agent());
    }
    return currentRing(draft, sid)
        .<NextStep>map(NextStep.Dial::new)
        .orElseGet(() -> reject(draft, sid));
  }

  /// Answers the webhook of a redirected call. If the hold music had ended first, the redirect has
  /// interrupted a ring, which starts again under a new number.
  static NextStep recalled(CallDraft draft, CallInput.RecallWebhook recall) {
    final CallSid sid = recall.call();
    if (draft.call(sid).filter(Call::isLive).isEmpty()) {
      return new NextStep.End(true);
    }
    draft.existing(sid).ringing().ifPresent(agent -> recordRing(draft, sid, agent));
    return next(draft, sid, hasNotMissed(draft, sid))
        .<NextStep>map(NextStep.Dial::new)
        .orElseGet(() -> waitOrReject(draft, sid, recall.queueing()));
  }

  static CallOutcome lookForCallers(CallDraft draft) {
    draft.recallWaiting();
    return new CallOutcome.Handled(true);
  }

  /// @return [CallOutcome.Handled] with true if the caller still waits and was not recalled
  static CallOutcome waitDeadlinePassed(CallDraft draft, CallSid sid) {
    final Optional<Call> before = draft.call(sid).filter(Call::waits);
    draft.recallWaiting();
    return new CallOutcome.Handled(before.isPresent() && draft.call(sid).equals(before));
  }

  /// If nobody answered, rings the next agent, or puts the caller on hold; otherwise ends the call.
  static NextStep dialEnded(CallDraft draft, CallInput.DialEnded ended) {
    final CallSid sid = ended.call();
    if (draft.call(sid).filter(Call::isLive).isEmpty()) {
      return new NextStep.End(true);
    }
    if (!ended.answered() && isCurrentRing(draft.existing(sid), ended.ring())) {
      missed(draft, sid, ended.status());
    }
    final Call call = draft.existing(sid);
    final boolean tryNextAgent =
        !ended.answered() && call.route() == CallRoute.SOFTPHONE && !ended.canceled();
    if (tryNextAgent) {
      final Optional<Ring> next = next(draft, sid, hasNotMissed(draft, sid));
      if (next.isPresent()) {
        return new NextStep.Dial(next.get());
      }
      if (ended.queueing().allows(call, draft.at())) {
        return putOnHold(draft, sid);
      }
    }
    if (!mayBePbxHandover(call.route())) {
      LegDecisions.end(draft, sid, new CallInput.LegEnd(ended.status(), Optional.empty()));
    }
    return new NextStep.End(ended.answered());
  }

  /// Whether the ended dial belongs to the current ring. Twilio repeats the request when our answer
  /// was lost; the agent who is rung by that answer must not be recorded as having missed the call.
  private static boolean isCurrentRing(Call call, Optional<Long> ring) {
    return ring.map(number -> number == call.rung()).orElse(true);
  }

  /// Whether the end of a dial may only mean that a PBX transfers the customer. Twilio does not
  /// document whether it reports transfers. On these routes only the customer's own leg ends the
  /// call.
  private static boolean mayBePbxHandover(CallRoute route) {
    return route == CallRoute.SIP_IN || route == CallRoute.SIP_OUT;
  }

  private static void missed(CallDraft draft, CallSid sid, String status) {
    draft
        .existing(sid)
        .ringing()
        .ifPresent(
            agent -> {
              final Call after = draft.record(sid, new CallEvent.AgentMissed(agent, status));
              if (!after.keeps(agent)) {
                AgentDecisions.markFree(draft, agent, sid);
              }
            });
  }

  private static void begin(CallDraft draft, CallSid sid, String from, String to, CallRoute route) {
    if (draft.call(sid).isEmpty()) {
      draft.record(
          sid, new CallEvent.CallArrived(sid, from, to, route, Optional.empty(), Optional.empty()));
    }
  }

  private static Predicate<AgentId> hasNotMissed(CallDraft draft, CallSid sid) {
    return agent -> !draft.existing(sid).missed().contains(agent);
  }

  private static Optional<Ring> next(CallDraft draft, CallSid sid, Predicate<AgentId> eligible) {
    final Call call = draft.existing(sid);
    if (!call.isLive()) {
      return Optional.empty();
    }
    // Ring the agent to whom the call was assigned while its caller waited.
    call.agent()
        .filter(agent -> call.isAssignedTo(agent) && call.ringing().isEmpty())
        .ifPresent(agent -> recordRing(draft, sid, agent));
    if (call.owner().isEmpty()) {
      draft.readyAgents().stream()
          .map(Agent::id)
          .filter(eligible)
          .findFirst()
          .ifPresent(agent -> ring(draft, sid, agent));
    }
    return currentRing(draft, sid);
  }

  private static void ring(CallDraft draft, CallSid sid, AgentId agent) {
    final Call call = draft.existing(sid);
    if (call.isLive() && call.owner().isEmpty()) {
      recordRing(draft, sid, agent);
    }
  }

  private static void recordRing(CallDraft draft, CallSid sid, AgentId agent) {
    draft.record(sid, new CallEvent.AgentRung(agent));
    AgentDecisions.markBusy(draft, agent, sid);
  }

  /// The agent who is rung for a live call or talks on it.
  private static Optional<Ring> currentRing(CallDraft draft, CallSid sid) {
    final Call call = draft.existing(sid);
    return call.owner().filter(_ -> call.isLive()).map(agent -> new Ring(agent, call.rung()));
  }

  private static NextStep waitOrReject(CallDraft draft, CallSid sid, Queueing queueing) {
    final Call call = draft.existing(sid);
    return call.isLive() && queueing.allows(call, draft.at())
        ? putOnHold(draft, sid)
        : reject(draft, sid);
  }

  private static NextStep putOnHold(CallDraft draft, CallSid sid) {
    if (draft.existing(sid).waiting().filter(w -> w.recalled().isEmpty()).isEmpty()) {
      draft.record(sid, new CallEvent.CallerWaits());
    }
    return new NextStep.Wait();
  }

  private static NextStep reject(CallDraft draft, CallSid sid) {
    LegDecisions.end(draft, sid, new CallInput.LegEnd(BUSY, Optional.empty()));
    return new NextStep.End(false);
  }
}
