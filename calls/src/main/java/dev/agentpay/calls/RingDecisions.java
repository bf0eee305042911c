package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.util.Optional;
import java.util.function.Predicate;

/// Who is rung for a customer's call, and who waits.
final class RingDecisions {
  private static final String BUSY = "busy";

  private RingDecisions() {}

  /// Rings the agent who is ready and idle the longest, who has missed the call only when there is
  /// nobody else. A repeated webhook gets the same answer.
  static NextStep arrived(CallDraft draft, CallInput.CallerArrived arrived) {
    final CallSid sid = arrived.call();
    begin(draft, sid, arrived.from(), arrived.to(), CallRoute.SOFTPHONE);
    return next(draft, sid, hasNotMissed(draft, sid))
        .or(() -> next(draft, sid, _ -> true))
        .<NextStep>map(NextStep.Dial::new)
        .orElseGet(() -> nobody(draft, sid, arrived.queueing()));
  }

  /// Rings the agent's own telephone, ready or not, but not while another call keeps them.
  static NextStep forwarded(CallDraft draft, CallInput.CallForwarded forwarded) {
    final CallSid sid = forwarded.call();
    begin(draft, sid, forwarded.from(), forwarded.to(), CallRoute.FORWARD);
    if (rung(draft, sid).isEmpty() && draft.agent(forwarded.agent()).call().isEmpty()) {
      ring(draft, sid, forwarded.agent());
    }
    return rung(draft, sid).<NextStep>map(NextStep.Dial::new).orElseGet(() -> turnAway(draft, sid));
  }

  /// Where the music was over by itself before, the redirect has interrupted a ringing: it begins
  /// anew, with a number of its own.
  static NextStep asks(CallDraft draft, CallInput.RecalledCallerAsks asks) {
    final CallSid sid = asks.call();
    if (draft.call(sid).filter(Call::isLive).isEmpty()) {
      return new NextStep.End(true);
    }
    draft.known(sid).ringing().ifPresent(agent -> rings(draft, sid, agent));
    return next(draft, sid, hasNotMissed(draft, sid))
        .<NextStep>map(NextStep.Dial::new)
        .orElseGet(() -> nobody(draft, sid, asks.queueing()));
  }

  static CallOutcome looks(CallDraft draft) {
    draft.recallWaiting();
    return new CallOutcome.Taken(true);
  }

  /// @return [CallOutcome.Taken], whether the caller waits and was not told to ask
  static CallOutcome waitsLong(CallDraft draft, CallSid sid) {
    final Optional<Call> before = draft.call(sid).filter(Call::waits);
    draft.recallWaiting();
    return new CallOutcome.Taken(before.isPresent() && draft.call(sid).equals(before));
  }

  /// The next agent is rung when nobody took the call, else the caller waits, else it is over too.
  static NextStep dialEnded(CallDraft draft, CallInput.DialEnded ended) {
    final CallSid sid = ended.call();
    if (draft.call(sid).filter(Call::isLive).isEmpty()) {
      return new NextStep.End(true);
    }
    if (!ended.answered() && isAbout(draft.known(sid), ended.ring())) {
      missed(draft, sid, ended.why());
    }
    final Call call = draft.known(sid);
    final boolean wantsAnother =
        !ended.answered() && call.route() == CallRoute.SOFTPHONE && !ended.canceled();
    if (wantsAnother) {
      final Optional<Ring> next = next(draft, sid, hasNotMissed(draft, sid));
      if (next.isPresent()) {
        return new NextStep.Dial(next.get());
      }
      if (ended.queueing().lets(call, draft.at())) {
        return hearMusic(draft, sid);
      }
    }
    if (!mayBeHandedOver(call.route())) {
      LegDecisions.end(draft, sid, new CallInput.Over(ended.why(), Optional.empty()));
    }
    return new NextStep.End(ended.answered());
  }

  /// Whether it is the present ringing that is over. Twilio asks again when our answer was lost:
  /// whoever that answer rings must not be taken for who did not answer.
  private static boolean isAbout(Call call, Optional<Long> ring) {
    return ring.map(number -> number == call.rung()).orElse(true);
  }

  /// Whether the end of a dial may only mean that a PBX hands the customer over: Twilio has not
  /// published whether it tells of it. Then only the customer's own leg says that the call is over.
  private static boolean mayBeHandedOver(CallRoute route) {
    return route == CallRoute.SIP_IN || route == CallRoute.SIP_OUT;
  }

  private static void missed(CallDraft draft, CallSid sid, String why) {
    draft
        .known(sid)
        .ringing()
        .ifPresent(
            agent -> {
              final Call after = draft.record(sid, new CallEvent.AgentMissed(agent, why));
              if (!after.keeps(agent)) {
                AgentDecisions.free(draft, agent, sid);
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
    return agent -> !draft.known(sid).missed().contains(agent);
  }

  private static Optional<Ring> next(CallDraft draft, CallSid sid, Predicate<AgentId> wanted) {
    final Call call = draft.known(sid);
    if (!call.isLive()) {
      return Optional.empty();
    }
    // Whoever was given the call while its caller waited is rung for it.
    call.agent()
        .filter(agent -> call.isGivenTo(agent) && call.ringing().isEmpty())
        .ifPresent(agent -> rings(draft, sid, agent));
    if (call.owner().isEmpty()) {
      draft.readyAgents().stream()
          .map(Agent::id)
          .filter(wanted)
          .findFirst()
          .ifPresent(agent -> ring(draft, sid, agent));
    }
    return rung(draft, sid);
  }

  private static void ring(CallDraft draft, CallSid sid, AgentId agent) {
    final Call call = draft.known(sid);
    if (call.isLive() && call.owner().isEmpty()) {
      rings(draft, sid, agent);
    }
  }

  private static void rings(CallDraft draft, CallSid sid, AgentId agent) {
    draft.record(sid, new CallEvent.AgentRung(agent));
    AgentDecisions.keep(draft, agent, sid);
  }

  /// Who is rung for a live call now, or talks on it.
  private static Optional<Ring> rung(CallDraft draft, CallSid sid) {
    final Call call = draft.known(sid);
    return call.owner().filter(_ -> call.isLive()).map(agent -> new Ring(agent, call.rung()));
  }

  private static NextStep nobody(CallDraft draft, CallSid sid, Queueing queueing) {
    final Call call = draft.known(sid);
    return call.isLive() && queueing.lets(call, draft.at())
        ? hearMusic(draft, sid)
        : turnAway(draft, sid);
  }

  private static NextStep hearMusic(CallDraft draft, CallSid sid) {
    if (draft.known(sid).waiting().filter(w -> w.recalled().isEmpty()).isEmpty()) {
      draft.record(sid, new CallEvent.CallerWaits());
    }
    return new NextStep.Wait();
  }

  private static NextStep turnAway(CallDraft draft, CallSid sid) {
    LegDecisions.end(draft, sid, new CallInput.Over(BUSY, Optional.empty()));
    return new NextStep.End(false);
  }
}
