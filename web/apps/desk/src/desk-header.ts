import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles, headerStyles, LANGUAGES, TranslatedElement } from '@agentpay/ui';
import type { ConnectionState } from '@agentpay/pay-client';
import type { Sounds } from './announcements/sounds.js';
import type { DeskModel } from './desk-model.js';
import { t, translator, type Key } from './messages.js';

/** The top bar: state of the connection, availability, sounds, language, user, sign-out. */
@customElement('desk-header')
export class DeskHeader extends TranslatedElement {
  static override styles = [
    baseStyles,
    headerStyles,
    css`
      .brand {
        font-weight: 700;
        letter-spacing: -0.01em;
      }
    `,
  ];

  @property({ attribute: false }) model!: DeskModel;
  @property({ attribute: false }) sounds!: Sounds;
  @property({ attribute: false }) version: unknown;

  protected override render() {
    const { live, connection } = this.model;
    const name = live.me?.user.name ?? '';
    return html`<header>
        <h1 class="brand">AgentPay</h1>
        <span class="connection small ${connection.state}" data-connection=${connection.state}>
          <span class="dot" aria-hidden="true"></span>
          <span>${t(CONNECTION[connection.state])}</span>
        </span>
        <span class="grow"></span>
        ${this.availability()}
        <wa-switch size="s" ?checked=${this.sounds.on} @change=${this.sound}>${t('sounds')}</wa-switch>
        <label class="small"
          ><span class="unseen">${t('language')}</span>
          <select @change=${this.language}>
            ${LANGUAGES.map(
              (l) =>
                html`<option value=${l} ?selected=${l === translator.language}>
                  ${l === 'en' ? 'English' : 'Español'}
                </option>`,
            )}
          </select>
        </label>
        <span class="small"
          ><strong>${name}</strong>${this.model.isSupervisor ? html` · ${t('supervisor')}` : nothing}</span
        >
        <wa-button
          size="s"
          appearance="outlined"
          @click=${() => this.dispatchEvent(new CustomEvent('sign-out'))}
          >${t('signOut')}</wa-button
        >
      </header>
      ${
        connection.state === 'waiting'
          ? html`<div class="lost">
              <span>${t('connectionStale')}</span>
              <wa-button size="s" appearance="outlined" @click=${() => this.model.retryNow()}
                >${t('retryNow')}</wa-button
              >
            </div>`
          : nothing
      }`;
  }

  private availability() {
    const agent = this.model.live.me?.agent;
    if (agent === undefined || this.model.isSupervisor) return nothing;
    if (agent.availability === 'busy') return html`<span class="small soft">${t('onCall')}</span>`;
    const ready = agent.availability === 'ready';
    return html`<wa-switch
      size="s"
      class="ready"
      .checked=${ready}
      ?disabled=${this.model.isBusy('availability')}
      @change=${this.switchAvailability}
      >${t('ready')}</wa-switch
    >`;
  }

  private async switchAvailability(e: Event): Promise<void> {
    const input = e.target as HTMLInputElement;
    const wanted = input.checked;
    if (!(await this.model.available(wanted))) input.checked = !wanted;
  }

  private sound(e: Event): void {
    this.sounds.use((e.target as HTMLInputElement).checked);
  }

  private language(e: Event): void {
    this.dispatchEvent(new CustomEvent('language', { detail: (e.target as HTMLSelectElement).value }));
  }
}

const CONNECTION: Record<ConnectionState['state'], Key> = {
  connecting: 'connectionConnecting',
  live: 'connectionLive',
  checking: 'connectionChecking',
  waiting: 'connectionWaiting',
  closed: 'connectionClosed',
};
