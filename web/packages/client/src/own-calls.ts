// Finds the calls and payments of this agent among the live updates.
import type { Call, LiveState, PaySession } from '@agentpay/pay-client';

/** The calls that this agent talks on and that were not returned before. */
export class OwnCalls {
  private known = new Set<string>();
  private isFirst = true;

  /** Newest last. The first time only the newest: the agent talks to one customer. */
  next({ me, calls }: LiveState): Call[] {
    const own = [...calls.values()]
      .filter(({ state, agent }) => state === 'answered' && agent === me?.agent.name)
      .sort((a, b) => startOf(a).localeCompare(startOf(b)));
    const added = own.filter(({ sid }) => !this.known.has(sid));
    this.known = new Set(own.map(({ sid }) => sid));
    const result = this.isFirst ? added.slice(-1) : added;
    this.isFirst = false;
    return result;
  }
}

/** This agent's open payment on a call, if there is one. `callSid` may be the call's or that of the agent's leg. */
export function openPaymentOn(callSid: string, { me, calls, sessions }: LiveState): PaySession | undefined {
  return [...sessions.values()].find(
    ({ final, agent, call }) =>
      !final && agent === me?.agent.name && (call === callSid || calls.get(call)?.agentLeg === callSid),
  );
}

function startOf({ answeredAt, startedAt }: Call): string {
  return answeredAt ?? startedAt;
}
