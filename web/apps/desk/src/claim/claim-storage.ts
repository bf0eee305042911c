// The open claim of a tab. It survives a reload and another sign-in of the same agent.
import { looksLikeCard } from '@agentpay/pay-client';
import { tabStore } from '@agentpay/ui';
import { claimFromAddress } from './claim-address.js';

const STORAGE_KEY = 'agentpay.claim';

interface StoredClaim {
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
  const stored = JSON.parse(tabStore.get(STORAGE_KEY) ?? 'null') as StoredClaim | null;
  return stored?.agent === agent ? stored.uui : undefined;
}

/** Never stores what may be a card number, which somebody typed into the CTI. */
export function storeClaim(claim: StoredClaim | undefined): void {
  if (claim === undefined || looksLikeCard(claim.uui)) tabStore.remove(STORAGE_KEY);
  else tabStore.set(STORAGE_KEY, JSON.stringify(claim));
}
