// Buttons for a leg on the page's softphone.
import { html } from 'lit';
import type { DeskModel } from '../desk-model.js';
import { t } from '../messages.js';
import type { Leg } from '../softphone/softphone.js';

export function legActions(model: DeskModel, leg: Leg) {
  if (leg.state === 'ringing' && leg.direction === 'inbound') {
    return html`<div class="row actions">
      <wa-button
        variant="brand"
        size="s"
        ?loading=${model.isBusy('answer', leg.id)}
        @click=${() => model.answer(leg)}
        >${t('answer')}</wa-button
      >
      <wa-button
        appearance="outlined"
        size="s"
        ?loading=${model.isBusy('reject', leg.id)}
        @click=${() => model.reject(leg)}
        >${t('reject')}</wa-button
      >
    </div>`;
  }
  return html`<div class="row actions">
    <wa-button
      appearance="outlined"
      variant="danger"
      size="s"
      ?loading=${model.isBusy('hangUp', leg.id)}
      @click=${() => model.hangUp(leg)}
      >${t('hangUp')}</wa-button
    >
    ${
      leg.state === 'answered'
        ? html`<wa-button
            appearance=${leg.isMuted ? 'filled' : 'outlined'}
            size="s"
            @click=${() => model.softphone.mute(leg.id, !leg.isMuted)}
            >${t(leg.isMuted ? 'unmute' : 'mute')}</wa-button
          >`
        : ''
    }
  </div>`;
}
