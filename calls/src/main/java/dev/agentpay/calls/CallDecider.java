package dev.agentpay.calls;

import java.time.Duration;

/// Decides what each input changes on calls, agents and claims. Pure: no clock, no I/O, no
/// randomness. The draft supplies everything it needs to know, and collects all events of the
/// decision for one append.
///
/// @param uuiKept how long a UUI refers to a call, and how long a claim waits for a call
public record CallDecider(Duration uuiKept) {
  /// Records the events that an input causes.
  ///
  /// @throws RefusedException if a person's request is not allowed; nothing changes then
  CallOutcome decide(CallDraft draft, CallInput input) {
    final CallOutcome outcome = decideOne(draft, input);
    draft.finish();
    return outcome;
  }

  private CallOutcome decideOne(CallDraft draft, CallInput input) {
    return switch (input) {
      case CallInput.CallerArrived arrived -> RingDecisions.arrived(draft, arrived);
      case CallInput.CallForwarded forwarded -> RingDecisions.forwarded(draft, forwarded);
      case CallInput.RecallWebhook recall -> RingDecisions.recalled(draft, recall);
      case CallInput.WaitDeadlinePassed passed ->
          RingDecisions.waitDeadlinePassed(draft, passed.call());
      case CallInput.LookForWaitingCallers _ -> RingDecisions.lookForCallers(draft);
      case CallInput.Realign realign -> AgentDecisions.realign(draft, realign.agent());
      case CallInput.DialEnded ended -> RingDecisions.dialEnded(draft, ended);
      case CallInput.AgentLegAnswered answered -> LegDecisions.answered(draft, answered);
      case CallInput.AgentLegEnded ended -> LegDecisions.ended(draft, ended);
      case CallInput.PbxLeg leg -> LegDecisions.pbx(draft, leg, uuiKept);
      case CallInput.CustomerLeg leg -> LegDecisions.customer(draft, leg, uuiKept);
      case CallInput.CallOver over -> LegDecisions.over(draft, over);
      case CallInput.CallRejected rejected -> LegDecisions.rejected(draft, rejected.call());
      case CallInput.CustomerFound found -> LegDecisions.found(draft, found.arrived());
      case CallInput.ClaimCall claim -> OwnerDecisions.claim(draft, claim);
      case CallInput.AssignCall assign -> OwnerDecisions.assign(draft, assign);
      case CallInput.ClaimUui claim -> UuiDecisions.claim(draft, claim, uuiKept);
      case CallInput.WithdrawClaim withdraw -> UuiDecisions.withdraw(draft, withdraw, uuiKept);
      case CallInput.SetAvailability set -> AgentDecisions.setAvailability(draft, set);
    };
  }
}
