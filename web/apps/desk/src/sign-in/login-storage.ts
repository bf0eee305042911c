// The sign-in of this tab. It survives a reload; other tabs do not see it.
import type { Login } from '@agentpay/pay-client';
import { tabStore } from '@agentpay/ui';

const STORAGE_KEY = 'agentpay.login';

/** The stored sign-in. It may have expired: only the server knows, and answers 401 then. */
export function loadLogin(): Login | undefined {
  const stored = tabStore.get(STORAGE_KEY);
  return stored === undefined ? undefined : (JSON.parse(stored) as Login);
}

export function storeLogin(login: Login | undefined): void {
  if (login === undefined) tabStore.remove(STORAGE_KEY);
  else tabStore.set(STORAGE_KEY, JSON.stringify(login));
}
