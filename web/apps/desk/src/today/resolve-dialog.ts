import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { lookupPlace } from '@agentpay/agent-pay';
import { looksLikeCard, type Call, type PaySession, type ResolveRequest } from '@agentpay/pay-client';
import { baseStyles, TranslatedElement } from '@agentpay/ui';
import type { DeskModel } from '../desk-model.js';
import { errorText } from '../error-text.js';
import { t, type Key, type Text } from '../messages.js';
import { lookupFacts } from './lookup-facts.js';

const ENDS: readonly [ResolveRequest['end'], Key][] = [
  ['paid', 'resolvePaid'],
  ['tokenized', 'resolveTokenized'],
  ['declined', 'resolveDeclined'],
  ['failed', 'resolveFailed'],
];

/** Dialog with which a supervisor records how an unconfirmed payment ended, with evidence. Fires `closed`. */
@customElement('resolve-dialog')
export class ResolveDialog extends TranslatedElement {
  static override styles = [
    baseStyles,
    css`
      form {
        gap: var(--gap-l);
      }
      section {
        background: var(--card-sunk);
        border-radius: var(--round-s);
        padding: var(--gap-m);
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0 var(--gap-m);
        margin: 0;
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) model!: DeskModel;
  @property({ attribute: false }) session!: PaySession;
  @state() private end: ResolveRequest['end'] | undefined;
  @state() private reason = '';
  @state() private evidence = '';
  @state() private error: Text | undefined;
  @state() private busy = false;
  /** The payment's call. An ended call is no longer among the live ones. */
  @state() private call: Call | undefined;

  protected override render() {
    const ends = ENDS.filter(([end]) => end !== (this.session.total === undefined ? 'paid' : 'tokenized'));
    return html`<wa-dialog label=${t('resolveTitle')} @wa-after-hide=${this.closed}>
      <form class="stack" @submit=${this.save} novalidate>
        <p class="soft">${t('resolveExplained')}</p>
        <section class="stack" aria-label=${t('lookUpTitle')}>
          <p>${lookupPlace(this.session, this.model.desk)}</p>
          <dl class="small">
            ${lookupFacts(this.session, this.call).map(
              ([name, value]) =>
                html`<dt class="soft">${name}</dt>
                  <dd>${value}</dd>`,
            )}
          </dl>
          <p class="small soft">${t('lookUpThen')}</p>
        </section>
        ${this.error === undefined ? nothing : html`<p class="notice bad" role="alert">${this.error()}</p>`}
        <wa-radio-group
          label=${t('resolveTitle')}
          orientation="horizontal"
          required
          .value=${this.end ?? null}
          @change=${(e: Event) => (this.end = (e.target as HTMLInputElement).value as ResolveRequest['end'])}
        >
          ${ends.map(([end, key]) => html`<wa-radio appearance="button" value=${end}>${t(key)}</wa-radio>`)}
        </wa-radio-group>
        <wa-input
          label=${t('resolveReason')}
          maxlength="500"
          required
          autofocus
          @input=${(e: Event) => (this.reason = (e.target as HTMLInputElement).value)}
        ></wa-input>
        <wa-input
          label=${t('resolveEvidence')}
          hint=${t('resolveEvidenceHint')}
          maxlength="200"
          required
          @input=${(e: Event) => (this.evidence = (e.target as HTMLInputElement).value)}
        ></wa-input>
        <div class="row">
          <wa-button type="submit" variant="brand" ?loading=${this.busy}>${t('resolveSave')}</wa-button>
          <wa-button appearance="outlined" @click=${this.closed}>${t('goBack')}</wa-button>
        </div>
      </form>
    </wa-dialog>`;
  }

  /** Opens after the first render: a dialog that is rendered open does not move the focus. */
  protected override async firstUpdated(): Promise<void> {
    void this.model.findCall(this.session.call).then((call) => (this.call = call));
    const dialog = this.renderRoot.querySelector('wa-dialog');
    await dialog?.updateComplete;
    if (dialog !== null) dialog.open = true;
  }

  private async save(e: Event): Promise<void> {
    e.preventDefault();
    if (this.busy) return;
    this.error = this.problem();
    if (this.error !== undefined || this.end === undefined) return;
    this.busy = true;
    try {
      await this.model.resolve(this.session.id, {
        end: this.end,
        reason: this.reason.trim(),
        evidence: this.evidence.trim(),
      });
      this.closed();
    } catch (error) {
      this.error = () => errorText(error);
    } finally {
      this.busy = false;
    }
  }

  private problem(): Text | undefined {
    if (this.end === undefined) return () => t('resolveEndMissing');
    if (this.reason.trim() === '') return () => t('resolveReasonMissing');
    if (this.evidence.trim() === '') return () => t('resolveEvidenceMissing');
    return looksLikeCard(this.reason) || looksLikeCard(this.evidence) ? () => t('looksLikeCard') : undefined;
  }

  private closed(): void {
    this.dispatchEvent(new CustomEvent('closed'));
  }
}
