import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Call } from '@agentpay/pay-client';
import { baseStyles, TranslatedElement } from '@agentpay/ui';
import type { DeskModel } from '../desk-model.js';
import { claimErrorText } from '../error-text.js';
import { t, translator } from '../messages.js';
import type { Claim } from '@agentpay/agent-pay';

/** Shows the open claim of a call that a CTI named in the page's address. */
@customElement('desk-claim')
export class DeskClaim extends TranslatedElement {
  static override styles = [
    baseStyles,
    css`
      .notice {
        overflow-wrap: anywhere;
      }
      .notice .row {
        margin-block-start: var(--gap-s);
      }
      li {
        margin-block-start: var(--gap-s);
      }
      .pick {
        font: inherit;
        color: var(--ink);
        background: var(--card);
        border: 1px solid var(--line-strong);
        border-radius: var(--round-s);
        padding: var(--gap-s) var(--gap-m);
        inline-size: 100%;
        text-align: start;
        cursor: pointer;
      }
      .pick:hover {
        border-color: var(--brand);
      }
    `,
  ];

  @property({ attribute: false }) model!: DeskModel;
  @property({ attribute: false }) version: unknown;

  protected override render() {
    const claim = this.model.uuiClaim.current;
    if (claim === undefined) return nothing;
    return html`<div class="notice ${NOTICE_CLASS[claim.state]}" data-claim=${claim.state}>
      ${this.content(claim)}
    </div>`;
  }

  private content(claim: Claim) {
    const { uui } = claim;
    switch (claim.state) {
      case 'asking':
        return html`<p>${t('claimAsking', { uui })}</p>`;
      case 'waiting':
        return html`<p><strong>${t('claimWaiting', { uui })}</strong></p>
          <p class="small">${t('claimWaitingExplained')}</p>
          <div class="row">${this.endButton('claimStop')}</div>`;
      case 'ambiguous':
        return html`<p><strong>${t('claimAmbiguous', { uui })}</strong></p>
          <ul>
            ${claim.calls.map((call) => html`<li>${this.choice(call)}</li>`)}
          </ul>
          <div class="row">${this.endButton('claimDrop')}</div>`;
      case 'refused':
        return html`<p role="alert">
            <strong>${t('claimRefused', { uui })}</strong> ${claimErrorText(claim.error)}
          </p>
          <div class="row">
            <wa-button size="s" @click=${() => this.model.uuiClaim.retry()}>${t('claimAgain')}</wa-button>
            ${this.endButton('claimDrop')}
          </div>`;
    }
  }

  private choice(call: Call) {
    const format = new Intl.DateTimeFormat(translator.language, { timeStyle: 'medium' });
    const time = format.format(new Date(call.answeredAt ?? call.startedAt));
    return html`<button
      class="pick"
      ?disabled=${this.model.isBusy('claim', call.sid)}
      @click=${() => this.model.claim(call.sid)}
    >
      <span class="number" dir="ltr">${call.from || t('numberWithheld')} → ${call.to}</span>
      <span class="small soft">${t('claimSince', { time })}</span>
    </button>`;
  }

  private endButton(key: 'claimStop' | 'claimDrop') {
    return html`<wa-button size="s" appearance="outlined" @click=${() => this.model.uuiClaim.stop()}
      >${t(key)}</wa-button
    >`;
  }
}

const NOTICE_CLASS: Record<Claim['state'], string> = {
  asking: '',
  waiting: '',
  ambiguous: 'warn',
  refused: 'bad',
};
