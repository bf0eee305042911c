package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;

/// Which call keeps an agent busy, and whether they take calls.
final class AgentDecisions {
  private AgentDecisions() {}

  static CallOutcome setAvailability(CallDraft draft, CallInput.SetAvailability set) {
    final AgentId id = set.agent();
    final Agent agent = draft.agent(id);
    if (agent.wantsCalls() != set.wantsCalls() || agent.version() == 0) {
      draft.record(
          id, set.wantsCalls() ? new AgentEvent.AgentReady(id) : new AgentEvent.AgentAway(id));
    }
    return new CallOutcome.AgentIs(draft.agent(id));
  }

  static CallOutcome realign(CallDraft draft, AgentId id) {
    for (CallSid sid : draft.agent(id).calls()) {
      if (draft.call(sid).filter(call -> call.keeps(id)).isEmpty()) {
        free(draft, id, sid);
      }
    }
    for (Call stored : draft.situation().liveCallsOf(id)) {
      if (draft.know(stored).keeps(id)) {
        keep(draft, id, stored.sid());
      }
    }
    return new CallOutcome.AgentIs(draft.agent(id));
  }

  /// The call keeps the agent busy from now on. That is recorded also when another call does
  /// already: the agent's stream is where calls that begin and end at the same time meet.
  static void keep(CallDraft draft, AgentId id, CallSid sid) {
    if (!draft.agent(id).isKeptBy(sid)) {
      draft.record(id, new AgentEvent.AgentBusy(id, sid));
    }
  }

  /// The call no longer keeps the agent; another one may.
  static void free(CallDraft draft, AgentId id, CallSid sid) {
    if (draft.agent(id).isKeptBy(sid)) {
      draft.record(id, new AgentEvent.AgentFreed(sid));
    }
  }
}
