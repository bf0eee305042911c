// Text for what the customer hears.
import { t, type Key } from '../messages.js';
import type { PhoneModel } from '../phone-model.js';

export function caption(model: PhoneModel): string {
  const { call } = model;
  if (model.isDialling) return t('captionDialling');
  if (call === undefined) return t('captionIdle');
  const { kind, text } = call.hears;
  if (kind === 'speech') return t('captionSpeech', { text });
  if (kind === 'ended') return t(ENDED[call.status] ?? 'captionEnded');
  if (kind === 'talking' && call.capturing !== '')
    return t('captionAsked', { field: t(`field.${call.capturing}`) });
  return t(CAPTION[kind]);
}

const CAPTION: Record<'ringing' | 'sound' | 'talking' | 'silence' | 'busy', Key> = {
  ringing: 'captionRinging',
  sound: 'captionSound',
  talking: 'captionTalking',
  silence: 'captionSilence',
  busy: 'captionBusy',
};

const ENDED: Partial<Record<string, Key>> = {
  'no-answer': 'captionNoAnswer',
  failed: 'captionFailed',
};
