import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles, TranslatedElement } from '@agentpay/ui';
import { toolStyles } from '../calls/tool-styles.js';
import type { DeskModel } from '../desk-model.js';
import { claimErrorText } from '../error-text.js';
import { t, type Text } from '../messages.js';
import { findCallSid } from './claim-address.js';

/** Form that claims a call by the CallSid of one of its legs, for sites without a CTI. */
@customElement('desk-take-over')
export class DeskTakeOver extends TranslatedElement {
  static override styles = [baseStyles, toolStyles];

  @property({ attribute: false }) model!: DeskModel;
  @state() private error: Text | undefined;
  @state() private busy = false;

  protected override render() {
    return html`<details>
      <summary>${t('takeOver')}</summary>
      <form class="stack" @submit=${this.submit} novalidate>
        <wa-input
          label=${t('callSid')}
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          maxlength="500"
          hint=${t('callSidHint')}
          @input=${() => (this.error = undefined)}
        ></wa-input>
        ${
          this.error === undefined
            ? nothing
            : html`<p class="notice bad small" role="alert">${this.error()}</p>`
        }
        <wa-button type="submit" size="s" variant="brand" ?loading=${this.busy}>${t('takeOverDo')}</wa-button>
      </form>
    </details>`;
  }

  private async submit(e: Event): Promise<void> {
    e.preventDefault();
    if (this.busy) return;
    const input = this.renderRoot.querySelector('wa-input');
    const sid = findCallSid(input?.value ?? '');
    this.error = sid === undefined ? () => t('callSidWrong') : undefined;
    if (sid === undefined) return input?.focus();
    this.busy = true;
    try {
      await this.model.takeOver(sid);
      if (input) input.value = '';
    } catch (error) {
      this.error = () => claimErrorText(error);
    } finally {
      this.busy = false;
    }
  }
}
