import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles, TranslatedElement } from '@agentpay/ui';
import type { DeskModel } from '../desk-model.js';
import { errorText } from '../error-text.js';
import { t } from '../messages.js';

/** The heading above the calls, the softphone's switch, and what to do if calls cannot ring here. */
@customElement('desk-softphone')
export class DeskSoftphone extends TranslatedElement {
  static override styles = [
    baseStyles,
    css`
      .row {
        justify-content: space-between;
      }
      .row + p {
        margin-block-start: var(--gap-s);
      }
    `,
  ];

  @property({ attribute: false }) model!: DeskModel;
  @property({ attribute: false }) version: unknown;

  protected override render() {
    const { desk, softphone, isSupervisor } = this.model;
    const isHere = desk !== undefined && desk.softphone.kind !== 'none' && !isSupervisor;
    const isTalking = softphone.legs.some((leg) => leg.state !== 'ringing');
    return html`<div class="row">
        <h2>${t('calls')}</h2>
        ${
          isHere
            ? html`<wa-switch
                size="s"
                class="softphone"
                .checked=${softphone.isOn}
                ?disabled=${isTalking}
                @change=${this.toggle}
                >${t('softphone')}</wa-switch
              >`
            : nothing
        }
      </div>
      ${isHere ? this.notice() : nothing}`;
  }

  private notice() {
    const { desk, softphone } = this.model;
    if (softphone.error !== undefined) {
      return html`<p class="notice bad small" role="alert">${errorText(softphone.error)}</p>`;
    }
    if (softphone.isConnected) return nothing;
    if (!softphone.isOn) return html`<p class="notice small">${t('softphoneOff')}</p>`;
    const isTwilio = desk?.softphone.kind === 'twilio';
    return html`<p class="notice warn small">${t(isTwilio ? 'softphoneConnecting' : 'softphoneAway')}</p>`;
  }

  private toggle(e: Event): void {
    this.model.switchSoftphone((e.target as HTMLInputElement).checked);
  }
}
