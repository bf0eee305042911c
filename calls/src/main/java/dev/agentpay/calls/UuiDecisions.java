package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CallSid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Decides which calls a UUI refers to, and which claims wait for a call.
final class UuiDecisions {
  private UuiDecisions() {}

  /// Maps the UUI to a customer's call and gives the call to a waiting claim.
  static void map(CallDraft draft, Uui uui, CallSid sid, Duration kept) {
    if (draft.uui(uui).calls().stream().noneMatch(m -> m.call().equals(sid))) {
      draft.record(uui, new UuiEvent.UuiMapped(uui, sid));
    }
    draft.dependsOn(uui); // a claim may start to wait concurrently
    // While another agent's payment is open, the claim continues to wait.
    draft
        .uui(uui)
        .awaitedBy(draft.at(), kept)
        .filter(agent -> OwnerDecisions.mayChangeHands(draft, sid, agent))
        .ifPresent(
            agent -> {
              OwnerDecisions.setOwner(draft, sid, agent, new CallEvent.CallClaimed(agent));
              draft.record(uui, new UuiEvent.UuiServed(agent, sid));
            });
  }

  /// Gives the only live call under the UUI to the agent. If there is none, the claim waits; if
  /// there are several, nothing changes.
  static CallOutcome claim(CallDraft draft, CallInput.ClaimUui claim, Duration kept) {
    final List<Call> live = live(draft, claim.uui(), kept);
    if (live.isEmpty()) {
      await(draft, claim.uui(), claim.agent(), kept);
    } else if (live.size() == 1) {
      OwnerDecisions.changeOwner(
          draft, live.getFirst(), claim.agent(), new CallEvent.CallClaimed(claim.agent()));
    }
    return result(draft, claim.uui(), kept);
  }

  private static void await(CallDraft draft, Uui uui, AgentId agent, Duration kept) {
    // One of these calls may begin concurrently and would not see the claim.
    draft.uui(uui).calls(draft.at(), kept).forEach(draft::dependsOn);
    final Optional<AgentId> awaitedBy = draft.uui(uui).awaitedBy(draft.at(), kept);
    if (awaitedBy.isEmpty()) {
      draft.record(uui, new UuiEvent.UuiAwaited(uui, agent));
    } else if (!awaitedBy.get().equals(agent)) {
      throw new RefusedException(
          Refusal.UUI_CLAIMED,
          "another agent already waits for the call under this UUI; a supervisor can assign the"
              + " call once it exists");
    }
  }

  static CallOutcome withdraw(CallDraft draft, CallInput.WithdrawClaim withdraw, Duration kept) {
    draft
        .uui(withdraw.uui())
        .awaitedBy(draft.at(), kept)
        .filter(agent -> withdraw.claimant().map(agent::equals).orElse(true))
        .ifPresent(
            agent -> draft.record(withdraw.uui(), new UuiEvent.UuiLeft(withdraw.uui(), agent)));
    return result(draft, withdraw.uui(), kept);
  }

  private static CallOutcome result(CallDraft draft, Uui uui, Duration kept) {
    return new CallOutcome.UuiResult(draft.uui(uui), live(draft, uui, kept));
  }

  private static List<Call> live(CallDraft draft, Uui uui, Duration kept) {
    return draft.uui(uui).calls(draft.at(), kept).reversed().stream()
        .flatMap(sid -> draft.call(sid).stream())
        .filter(Call::isLive)
        .toList();
  }
}
