package dev.agentpay.calls;

import java.time.Duration;

/// What happens next to calls, agents and claims: the heart of this module. Pure: no clock, no I/O,
/// no chance. What it needs to know comes with the draft, and everything that belongs together is
/// recorded in it as one append.
///
/// @param uuiKept how long a UUI leads to a call, and how long a claim waits for one
public record CallDecider(Duration uuiKept) {
  /// Records what an input leads to.
  ///
  /// @throws RefusedException when a person asked for what cannot be; nothing changes then
  CallOutcome decide(CallDraft draft, CallInput input) {
    final CallOutcome outcome = decideOne(draft, input);
    draft.finish();
    return outcome;
  }

  private CallOutcome decideOne(CallDraft draft, CallInput input) {
    return switch (input) {
      case CallInput.CallerArrived arrived -> RingDecisions.arrived(draft, arrived);
      case CallInput.CallForwarded forwarded -> RingDecisions.forwarded(draft, forwarded);
      case CallInput.RecalledCallerAsks asks -> RingDecisions.asks(draft, asks);
      case CallInput.WaitDeadlinePassed passed -> RingDecisions.waitsLong(draft, passed.call());
      case CallInput.LookForWaitingCallers _ -> RingDecisions.looks(draft);
      case CallInput.Realign realign -> AgentDecisions.realign(draft, realign.agent());
      case CallInput.DialEnded ended -> RingDecisions.dialEnded(draft, ended);
      case CallInput.AgentLegAnswered answered -> LegDecisions.answered(draft, answered);
      case CallInput.AgentLegEnded ended -> LegDecisions.ended(draft, ended);
      case CallInput.PbxLeg leg -> LegDecisions.pbx(draft, leg, uuiKept);
      case CallInput.CustomerLeg leg -> LegDecisions.customer(draft, leg, uuiKept);
      case CallInput.CallOver over -> LegDecisions.over(draft, over);
      case CallInput.TurnedAway away -> LegDecisions.turnedAway(draft, away.call());
      case CallInput.CustomerFound found -> LegDecisions.found(draft, found.arrived());
      case CallInput.ClaimCall claim -> OwnerDecisions.claim(draft, claim);
      case CallInput.AssignCall assign -> OwnerDecisions.assign(draft, assign);
      case CallInput.ClaimUui claim -> UuiDecisions.claim(draft, claim, uuiKept);
      case CallInput.WithdrawClaim withdraw -> UuiDecisions.withdraw(draft, withdraw, uuiKept);
      case CallInput.SetAvailability set -> AgentDecisions.setAvailability(draft, set);
    };
  }
}
