// What a tab still has to claim, across a reload and another sign-in of the same agent.
import { claimFromAddress } from './claim-address.js';

const STORED = 'agentpay.claim';

interface Kept {
  uui: string;
  agent: string;
}

/** What the address names, which is taken out of it; else what this agent was waiting for before a reload. */
export function takeInitialClaim(agent: string): string | undefined {
  const named = claimFromAddress(location.href);
  if (named !== undefined) {
    history.replaceState(history.state, '', named.rest);
    return named.uui;
  }
  const kept = JSON.parse(sessionStorage.getItem(STORED) ?? 'null') as Kept | null;
  return kept?.agent === agent ? kept.uui : undefined;
}

export function storeClaim(kept: Kept | undefined): void {
  if (kept === undefined) sessionStorage.removeItem(STORED);
  else sessionStorage.setItem(STORED, JSON.stringify(kept));
}
