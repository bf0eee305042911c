// The open claim of a tab. It survives a reload and another sign-in of the same agent.
import { claimFromAddress } from './claim-address.js';

const STORED = 'agentpay.claim';

interface Kept {
  uui: string;
  agent: string;
}

/** The UUI in the page's address, which is removed from there; else the stored claim of this agent. */
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
