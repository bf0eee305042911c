// Which softphone a desk has, and whether the tab had it switched on.
import type { Desk } from '../pay-client/index.js';
import { SimulatedSoftphone } from './simulated-softphone.js';
import { NO_SOFTPHONE, type Softphone } from './softphone.js';

const STORED = 'agentpay.softphone';

/** The softphone of this desk, switched on if the tab had it on. */
export function softphoneFor(desk: Desk, identity: string, changed: () => void): Softphone {
  const { kind, url = '' } = desk.softphone;
  if (kind !== 'simulator') return NO_SOFTPHONE;
  const softphone = new SimulatedSoftphone(url, identity, changed);
  softphone.turn((sessionStorage.getItem(STORED) ?? 'on') === 'on');
  return softphone;
}

export function rememberSoftphone(on: boolean): void {
  sessionStorage.setItem(STORED, on ? 'on' : 'off');
}
