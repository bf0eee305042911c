// What is told to somebody who does not look, of what no event of the server says: the connection, the softphone.
import type { DeskModel } from './model.js';
import { t } from './words.js';

/** What was so when it was looked at last. */
export interface Told {
  wasLost: boolean;
  wasConnected: boolean;
  wasMuted: boolean;
}

export const NOTHING_TOLD: Told = { wasLost: false, wasConnected: false, wasMuted: false };

/** What is to be said now, and what has been told then. */
export function newsOf(model: Pick<DeskModel, 'connection' | 'softphone'>, told: Told): [string[], Told] {
  const said: string[] = [];
  const { state } = model.connection;
  const wasLost = state === 'waiting' || (told.wasLost && state !== 'live');
  if (wasLost !== told.wasLost) said.push(t(wasLost ? 'connectionWaiting' : 'connectionBack'));
  const wasConnected = model.softphone.isConnected;
  if (wasConnected && !told.wasConnected) said.push(t('softphoneReady'));
  const wasMuted = model.softphone.legs.some((leg) => leg.isMuted);
  const talks = model.softphone.legs.some((leg) => leg.state === 'answered');
  if (talks && wasMuted !== told.wasMuted) said.push(t(wasMuted ? 'announceMuted' : 'announceUnmuted'));
  return [said, { wasLost, wasConnected, wasMuted }];
}
