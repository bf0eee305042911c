package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;

/// Decides whether an agent takes calls, and which calls keep them busy.
final class AgentDecisions {
  private AgentDecisions() {}

  static CallOutcome setAvailability(CallDraft draft, CallInput.SetAvailability set) {
    final AgentId id = set.agent();
    final Agent agent = draft.agent(id);
    if (agent.wantsCalls() != set.wantsCalls() || agent.version() == 0) {
      draft.record(
          id, set.wantsCalls() ? new AgentEvent.AgentReady(id) : new AgentEvent.AgentAway(id));
    }
    return new CallOutcome.AgentResult(draft.agent(id));
  }

  static CallOutcome realign(CallDraft draft, AgentId id) {
    for (CallSid sid : draft.agent(id).calls()) {
      if (draft.call(sid).filter(call -> call.keeps(id)).isEmpty()) {
        markFree(draft, id, sid);
      }
    }
    for (Call stored : draft.situation().liveCallsOf(id)) {
      if (draft.track(stored).keeps(id)) {
        markBusy(draft, id, stored.sid());
      }
    }
    return new CallOutcome.AgentResult(draft.agent(id));
  }

  /// Records that this call keeps the agent busy, even if another call does already: calls that
  /// begin and end concurrently are serialised by the agent's stream.
  static void markBusy(CallDraft draft, AgentId id, CallSid sid) {
    if (!draft.agent(id).isBusyWith(sid)) {
      draft.record(id, new AgentEvent.AgentBusy(id, sid));
    }
  }

  /// Records that this call no longer keeps the agent busy; another call still may.
  static void markFree(CallDraft draft, AgentId id, CallSid sid) {
    if (draft.agent(id).isBusyWith(sid)) {
      draft.record(id, new AgentEvent.AgentFreed(sid));
    }
  }
}
