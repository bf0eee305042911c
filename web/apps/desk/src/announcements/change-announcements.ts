// The sound of a change, and its announcement for screen readers.
import { stateKey } from '@agentpay/agent-pay';
import type { Change, PaySession } from '@agentpay/pay-client';
import { customerNumber } from '../calls/call-text.js';
import { t, type Key } from '../messages.js';
import type { Sound } from './sounds.js';

const SUCCESS = new Set(['paid', 'tokenized']);
const FAILURE = new Set(['declined', 'failed', 'unconfirmed', 'abandoned']);

export function soundOf(change: Change): Sound | undefined {
  switch (change.kind) {
    case 'digits':
      return 'digit';
    case 'call':
      return startsToRing(change) ? 'ring' : undefined;
    case 'session': {
      const { before, now } = change;
      if (now.state !== before?.state) {
        if (SUCCESS.has(now.state)) return 'success';
        if (FAILURE.has(now.state)) return 'error';
      }
      const field = changedField(before, now);
      if (field === undefined) return undefined;
      return field.state === 'captured'
        ? 'field'
        : field.state === 'rejected' || field.isRejected
          ? 'error'
          : undefined;
    }
    default:
      return undefined;
  }
}

export function announcement(change: Change): string | undefined {
  if (change.kind === 'call') return callAnnouncement(change);
  if (change.kind !== 'session') return undefined;
  const { before, now } = change;
  const texts: string[] = [];
  const field = changedField(before, now);
  if (field !== undefined) {
    const name = t(`field.${field.field}` as Key);
    if (field.isRejected) texts.push(t('announceRejected', { field: name }));
    else if (field.state === 'captured') texts.push(t('announceDone', { field: name }));
  }
  if (now.state !== before?.state && now.state !== 'capturing') {
    texts.push(t('announceState', { state: t(stateKey(now)) }));
  } else if (now.capturing !== undefined && now.capturing !== before?.capturing) {
    texts.push(t('announceTyping', { field: t(`field.${now.capturing}` as Key) }));
  } else if (now.capturing !== undefined && isSecond(now) && !(before !== undefined && isSecond(before))) {
    texts.push(t('announceSecond', { field: t(`field.${now.capturing}` as Key) }));
  }
  return texts.length > 0 ? texts.join('. ') : undefined;
}

type CallChange = Extract<Change, { kind: 'call' }>;

function callAnnouncement(change: CallChange): string | undefined {
  const from = customerNumber(change.now) || t('numberWithheld');
  if (change.transfer === 'gained') return t('announceYours', { from });
  if (change.transfer === 'missed') return t('announceMissed', { from });
  if (change.transfer === 'lost') return t('announceGone', { from, agent: change.now.agent ?? '' });
  return startsToRing(change) ? t('announceCall', { from }) : undefined;
}

/** Inbound calls only: an outbound call rings at the customer. */
function startsToRing({ before, now, transfer }: CallChange): boolean {
  return (
    now.state === 'ringing' &&
    before?.state !== 'ringing' &&
    transfer === undefined &&
    customerNumber(now) === now.from
  );
}

function isSecond(session: PaySession): boolean {
  return session.fields.some((f) => f.second);
}

function changedField(before: PaySession | undefined, now: PaySession) {
  for (const field of now.fields) {
    const earlier = before?.fields.find((f) => f.field === field.field);
    const isRejected = field.rejections > (earlier?.rejections ?? 0);
    if (isRejected || (field.state !== earlier?.state && field.state === 'captured')) {
      return { ...field, isRejected };
    }
  }
  return undefined;
}
