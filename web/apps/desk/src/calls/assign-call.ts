import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Call } from '@agentpay/pay-client';
import { baseStyles, TranslatedElement } from '@agentpay/ui';
import type { DeskModel } from '../desk-model.js';
import { claimErrorText } from '../error-text.js';
import { t, type Text } from '../messages.js';
import { otherAgents } from './call-text.js';

/** Maximum length of an agent's name on the server. */
const MAX_NAME_LENGTH = 64;

/** Form with which a supervisor assigns a call to an agent. */
@customElement('assign-call')
export class AssignCall extends TranslatedElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        margin-block-start: var(--gap-s);
      }
      form {
        gap: var(--gap-s);
      }
      input {
        font: inherit;
        color: inherit;
        background: var(--card);
        border: 1px solid var(--line-strong);
        border-radius: var(--round-s);
        padding: 0.25rem 0.5rem;
        inline-size: 100%;
        min-block-size: 2.25rem;
      }
    `,
  ];

  @property({ attribute: false }) model!: DeskModel;
  @property({ attribute: false }) call!: Call;
  @property({ attribute: false }) version: unknown;
  @state() private isOpen = false;
  @state() private error: Text | undefined;
  @state() private done: Text | undefined;
  @state() private busy = false;

  protected override render() {
    if (!this.isOpen) {
      return html`<wa-button size="s" appearance="outlined" @click=${this.open}>${t('assign')}</wa-button>
        <span class="small soft" role="status">${this.done?.() ?? ''}</span>`;
    }
    return html`<form class="stack" @submit=${this.submit} @keydown=${this.escape} novalidate>
      <label class="small" for="agent">${t('assignTo')}</label>
      <input id="agent" list="agents" autocomplete="off" autocapitalize="none" maxlength=${MAX_NAME_LENGTH} />
      <datalist id="agents">
        ${otherAgents(this.model.live, this.call).map((name) => html`<option value=${name}></option>`)}
      </datalist>
      ${this.error === undefined ? nothing : html`<p class="notice bad small" role="alert">${this.error()}</p>`}
      <div class="row">
        <wa-button type="submit" size="s" variant="brand" ?loading=${this.busy}>${t('assign')}</wa-button>
        <wa-button size="s" appearance="outlined" @click=${() => this.close()}>${t('goBack')}</wa-button>
      </div>
    </form>`;
  }

  private async open(): Promise<void> {
    this.isOpen = true;
    this.error = undefined;
    this.done = undefined;
    await this.updateComplete;
    this.renderRoot.querySelector('input')?.focus();
  }

  private async close(): Promise<void> {
    this.isOpen = false;
    await this.updateComplete;
    this.renderRoot.querySelector('wa-button')?.focus();
  }

  private escape(e: KeyboardEvent): void {
    if (e.key === 'Escape') void this.close();
  }

  private async submit(e: Event): Promise<void> {
    e.preventDefault();
    if (this.busy) return;
    const input = this.renderRoot.querySelector('input');
    const agent = input?.value.trim() ?? '';
    this.error = agent === '' ? () => t('assignMissing') : undefined;
    if (agent === '') return input?.focus();
    this.busy = true;
    try {
      await this.model.assign(this.call.sid, agent);
      this.done = () => t('assigned', { agent });
      await this.close();
    } catch (error) {
      this.error = () => claimErrorText(error);
    } finally {
      this.busy = false;
    }
  }
}
