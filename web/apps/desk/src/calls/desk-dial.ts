import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles, TranslatedElement } from '@agentpay/ui';
import type { DeskModel } from '../desk-model.js';
import { t } from '../messages.js';
import { toE164 } from '../softphone/softphone.js';
import { toolStyles } from './tool-styles.js';

/** Numbers 555-0100 to 555-0199 are reserved for examples. */
const EXAMPLE = '+14155550123';

/** Form that dials a number with the page's softphone. */
@customElement('desk-dial')
export class DeskDial extends TranslatedElement {
  static override styles = [baseStyles, toolStyles];

  @property({ attribute: false }) model!: DeskModel;
  @property({ attribute: false }) version: unknown;
  @state() private isWrong = false;

  protected override render() {
    const isBusy = this.model.softphone.legs.length > 0;
    return html`<details>
      <summary>${t('dial')}</summary>
      <form class="stack" @submit=${this.submit} novalidate>
        <wa-input
          label=${t('dialNumber')}
          type="tel"
          inputmode="tel"
          autocomplete="off"
          maxlength="30"
          hint=${this.isWrong ? t('dialWrong', { example: EXAMPLE }) : t('dialHint')}
          @input=${() => (this.isWrong = false)}
        ></wa-input>
        ${this.isWrong ? html`<p class="unseen" role="alert">${t('dialWrong', { example: EXAMPLE })}</p>` : nothing}
        <wa-button
          type="submit"
          size="s"
          variant="brand"
          ?loading=${this.model.isBusy('dial')}
          ?disabled=${isBusy || !this.model.softphone.isConnected}
          >${t('dialCall')}</wa-button
        >
      </form>
    </details>`;
  }

  private async submit(e: Event): Promise<void> {
    e.preventDefault();
    const input = this.renderRoot.querySelector('wa-input');
    const number = toE164(input?.value ?? '');
    this.isWrong = number === undefined;
    if (number === undefined) input?.focus();
    else await this.model.dial(number);
  }
}
