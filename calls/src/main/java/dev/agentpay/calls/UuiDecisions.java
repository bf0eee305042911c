package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CallSid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is known under a UUI, and the claims that wait there.
final class UuiDecisions {
  private UuiDecisions() {}

  /// A customer's call is known under this UUI from now on, and a claim that waits for it gets it.
  static void map(CallDraft draft, Uui uui, CallSid sid, Duration kept) {
    if (draft.uui(uui).calls().stream().noneMatch(m -> m.call().equals(sid))) {
      draft.record(uui, new UuiEvent.UuiMapped(uui, sid));
    }
    draft.dependsOn(uui); // a claim may begin to wait in this moment
    // Where another agent's payment is open, the claim goes on waiting.
    draft
        .uui(uui)
        .awaitedBy(draft.at(), kept)
        .filter(agent -> OwnerDecisions.mayChangeHands(draft, sid, agent))
        .ifPresent(
            agent -> {
              OwnerDecisions.give(draft, sid, agent, new CallEvent.CallClaimed(agent));
              draft.record(uui, new UuiEvent.UuiServed(agent, sid));
            });
  }

  /// The only live call under the UUI becomes the agent's. Where there is none, the claim waits;
  /// where there are several, nothing changes.
  static CallOutcome claim(CallDraft draft, CallInput.ClaimUui claim, Duration kept) {
    final List<Call> live = live(draft, claim.uui(), kept);
    if (live.isEmpty()) {
      await(draft, claim.uui(), claim.agent(), kept);
    } else if (live.size() == 1) {
      OwnerDecisions.take(
          draft, live.getFirst(), claim.agent(), new CallEvent.CallClaimed(claim.agent()));
    }
    return under(draft, claim.uui(), kept);
  }

  private static void await(CallDraft draft, Uui uui, AgentId agent, Duration kept) {
    // One of these may begin in this moment, and would not find the claim.
    draft.uui(uui).calls(draft.at(), kept).forEach(draft::dependsOn);
    final Optional<AgentId> awaitedBy = draft.uui(uui).awaitedBy(draft.at(), kept);
    if (awaitedBy.isEmpty()) {
      draft.record(uui, new UuiEvent.UuiAwaited(uui, agent));
    } else if (!awaitedBy.get().equals(agent)) {
      throw new RefusedException(
          Refusal.UUI_CLAIMED,
          "another agent waits for the call under this UUI; a supervisor can assign it once it is"
              + " there");
    }
  }

  static CallOutcome withdraw(CallDraft draft, CallInput.WithdrawClaim withdraw, Duration kept) {
    draft
        .uui(withdraw.uui())
        .awaitedBy(draft.at(), kept)
        .filter(agent -> withdraw.whose().map(agent::equals).orElse(true))
        .ifPresent(
            agent -> draft.record(withdraw.uui(), new UuiEvent.UuiLeft(withdraw.uui(), agent)));
    return under(draft, withdraw.uui(), kept);
  }

  private static CallOutcome under(CallDraft draft, Uui uui, Duration kept) {
    return new CallOutcome.UuiIs(draft.uui(uui), live(draft, uui, kept));
  }

  private static List<Call> live(CallDraft draft, Uui uui, Duration kept) {
    return draft.uui(uui).calls(draft.at(), kept).reversed().stream()
        .flatMap(sid -> draft.call(sid).stream())
        .filter(Call::isLive)
        .toList();
  }
}
