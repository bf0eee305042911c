// Announcements for screen readers about the connection, the softphone and a claim, which have no server events.
import type { DeskModel } from '../desk-model.js';
import { t } from '../messages.js';

/** The status at the last announcement. */
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

/** The texts to announce now, and the status to compare with next time. */
export function statusAnnouncements(
  model: Pick<DeskModel, 'connection' | 'softphone' | 'uuiClaim'>,
  previous: AnnouncedStatus,
): [string[], AnnouncedStatus] {
  const texts: string[] = [];
  const { state } = model.connection;
  const isLost = state === 'waiting' || state === 'checking';
  const wasLost = isLost || (previous.wasLost && state !== 'live');
  if (wasLost !== previous.wasLost) {
    texts.push(
      t(wasLost ? (state === 'checking' ? 'connectionChecking' : 'connectionWaiting') : 'connectionBack'),
    );
  }
  const wasConnected = model.softphone.isConnected;
  if (wasConnected && !previous.wasConnected) texts.push(t('softphoneReady'));
  const wasMuted = model.softphone.legs.some((leg) => leg.isMuted);
  const isTalking = model.softphone.legs.some((leg) => leg.state === 'answered');
  if (isTalking && wasMuted !== previous.wasMuted)
    texts.push(t(wasMuted ? 'announceMuted' : 'announceUnmuted'));
  const { current } = model.uuiClaim;
  const claim = current?.state ?? '';
  if (claim !== previous.claim && current !== undefined) {
    if (current.state === 'waiting') texts.push(t('claimWaiting', { uui: current.uui }));
    if (current.state === 'ambiguous') texts.push(t('claimAmbiguous', { uui: current.uui }));
  }
  return [texts, { wasLost, wasConnected, wasMuted, claim }];
}
