// What the customer hears, in words.
import type { PhoneModel } from '../phone-model.js';
import { t, type Key } from '../messages.js';

export function caption(model: PhoneModel): string {
  const { call } = model;
  if (model.isDialling) return t('heardDialling');
  if (call === undefined) return t('heardIdle');
  const { kind, text } = call.hears;
  if (kind === 'speech') return t('heardSpeech', { text });
  if (kind === 'ended') return t(ENDED[call.status] ?? 'heardEnded');
  if (kind === 'talking' && call.capturing !== '')
    return t('heardAsked', { field: t(`field.${call.capturing}`) });
  return t(HEARD[kind]);
}

const HEARD: Record<'ringing' | 'sound' | 'talking' | 'silence' | 'busy', Key> = {
  ringing: 'heardRinging',
  sound: 'heardSound',
  talking: 'heardTalking',
  silence: 'heardSilence',
  busy: 'heardBusy',
};

const ENDED: Partial<Record<string, Key>> = {
  'no-answer': 'heardNoAnswer',
  failed: 'heardFailed',
};
