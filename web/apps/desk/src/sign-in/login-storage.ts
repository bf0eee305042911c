// The sign-in of this tab. It survives a reload; other tabs do not see it.
import type { Login } from '@agentpay/pay-client';

const STORED = 'agentpay.login';

export function loadLogin(): Login | undefined {
  const kept = sessionStorage.getItem(STORED);
  if (kept === null) return undefined;
  const login = JSON.parse(kept) as Login;
  return Date.parse(login.expiresAt) > Date.now() ? login : undefined;
}

export function storeLogin(login: Login | undefined): void {
  if (login === undefined) sessionStorage.removeItem(STORED);
  else sessionStorage.setItem(STORED, JSON.stringify(login));
}
