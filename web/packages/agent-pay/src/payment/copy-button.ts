import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles, buttonStyles, TranslatedElement } from '@agentpay/ui';
import { t, type Text } from '../messages.js';

/** How long the button shows its result, in ms. */
const SHOWN_MS = 2_000;

/** Copies a text to the clipboard. */
@customElement('pay-copy')
export class CopyButton extends TranslatedElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: inline-block;
      }
    `,
  ];

  @property() value = '';
  @state() private result: Text | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override render() {
    return html`<button type="button" class="plain small" aria-live="polite" @click=${this.copy}>
      ${this.result?.() ?? t('copy')}
    </button>`;
  }

  /** A page in a frame may not write to the clipboard unless the page around it allows that. */
  private async copy(): Promise<void> {
    const isCopied = await navigator.clipboard.writeText(this.value).then(
      () => true,
      () => false,
    );
    this.result = () => t(isCopied ? 'copied' : 'copyFailed');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.result = undefined), SHOWN_MS);
  }
}
