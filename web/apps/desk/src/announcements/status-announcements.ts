// What is told to somebody who does not look, of what no event of the server says: the connection, the softphone, a claim.
import type { DeskModel } from '../desk-model.js';
import { t } from '../messages.js';

/** What was so when it was looked at last. */
export interface AnnouncedStatus {
  wasLost: boolean;
  wasConnected: boolean;
  wasMuted: boolean;
  claim: string;
}

export const NOTHING_ANNOUNCED: AnnouncedStatus = {
  wasLost: false,
  wasConnected: false,
  wasMuted: false,
  claim: '',
};

/** What is to be said now, and what has been told then. */
export function statusAnnouncements(
  model: Pick<DeskModel, 'connection' | 'softphone' | 'uuiClaim'>,
  told: AnnouncedStatus,
): [string[], AnnouncedStatus] {
  const said: string[] = [];
  const { state } = model.connection;
  const wasLost = state === 'waiting' || (told.wasLost && state !== 'live');
  if (wasLost !== told.wasLost) said.push(t(wasLost ? 'connectionWaiting' : 'connectionBack'));
  const wasConnected = model.softphone.isConnected;
  if (wasConnected && !told.wasConnected) said.push(t('softphoneReady'));
  const wasMuted = model.softphone.legs.some((leg) => leg.isMuted);
  const talks = model.softphone.legs.some((leg) => leg.state === 'answered');
  if (talks && wasMuted !== told.wasMuted) said.push(t(wasMuted ? 'announceMuted' : 'announceUnmuted'));
  const { now } = model.uuiClaim;
  const claim = now?.state ?? '';
  if (claim !== told.claim && now !== undefined) {
    if (now.state === 'waiting') said.push(t('claimWaiting', { uui: now.uui }));
    if (now.state === 'ambiguous') said.push(t('claimAmbiguous', { uui: now.uui }));
  }
  return [said, { wasLost, wasConnected, wasMuted, claim }];
}
