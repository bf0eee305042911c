// The sign-in of this tab. It survives a reload; other tabs do not see it.
import type { Login } from '@agentpay/pay-client';

const STORAGE_KEY = 'agentpay.login';

export function loadLogin(): Login | undefined {
  const stored = sessionStorage.getItem(STORAGE_KEY);
  if (stored === null) return undefined;
  const login = JSON.parse(stored) as Login;
  return Date.parse(login.expiresAt) > Date.now() ? login : undefined;
}

export function storeLogin(login: Login | undefined): void {
  if (login === undefined) sessionStorage.removeItem(STORAGE_KEY);
  else sessionStorage.setItem(STORAGE_KEY, JSON.stringify(login));
}
