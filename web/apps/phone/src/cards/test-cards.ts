import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles, TranslatedElement } from '@agentpay/ui';
import { t, translator, type Key } from '../messages.js';
import { PACES, type Pace, type PhoneModel } from '../phone-model.js';
import type { TestCard } from '../simulator.js';

/** Published test cards. A click types one, field by field, as each field is captured. */
@customElement('test-cards')
export class TestCards extends TranslatedElement {
  static override styles = [
    baseStyles,
    css`
      .head {
        display: flex;
        justify-content: space-between;
        align-items: baseline;
        gap: var(--gap-s);
        flex-wrap: wrap;
      }
      ul {
        display: grid;
        gap: var(--gap-xs);
        margin-block: var(--gap-s);
      }
      button {
        font: inherit;
        color: inherit;
        text-align: start;
        inline-size: 100%;
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 var(--gap-s);
        align-items: center;
        padding: 0.35rem 0.6rem;
        min-block-size: 2.25rem;
        background: var(--card-sunk);
        border: 1px solid var(--line);
        border-radius: var(--round-s);
        cursor: pointer;
      }
      button:hover:not(:disabled) {
        border-color: var(--brand);
      }
      button:disabled {
        cursor: default;
        color: var(--ink-soft);
      }
      button[aria-pressed='true'] {
        border-color: var(--brand);
        background: var(--brand-soft);
      }
      .outcome {
        border-radius: 1rem;
        padding: 0 0.5rem;
        background: var(--bad-soft);
        color: var(--bad);
        white-space: nowrap;
      }
      .outcome.approved {
        background: var(--good-soft);
        color: var(--good);
      }
      fieldset {
        border: 0;
        margin: 0;
        padding: 0;
        display: flex;
        flex-wrap: wrap;
        gap: var(--gap-s) var(--gap-m);
      }
      fieldset label {
        display: inline-flex;
        align-items: center;
        gap: 0.35rem;
        min-block-size: 1.5rem;
      }
      input {
        accent-color: var(--brand);
        inline-size: 1rem;
        block-size: 1rem;
        margin: 0;
      }
    `,
  ];

  @property({ attribute: false }) model!: PhoneModel;
  @property({ attribute: false }) version: unknown;

  protected override render() {
    const { model } = this;
    return html`<section class="card" aria-labelledby="cards">
      <div class="head">
        <h2 id="cards">${t('cards')}</h2>
        <fieldset class="small">
          <legend class="unseen">${t('pace')}</legend>
          ${(Object.keys(PACES) as Pace[]).map(
            (pace) =>
              html`<label
                ><input
                  type="radio"
                  name="pace"
                  value=${pace}
                  .checked=${model.pace === pace}
                  @change=${() => (model.pace = pace)}
                />${t(`pace.${pace}`)}</label
              >`,
          )}
        </fieldset>
      </div>
      <ul>
        ${model.cards.map((card) => html`<li>${this.card(card)}</li>`)}
      </ul>
      <p class="small soft">${this.hint()}</p>
    </section>`;
  }

  private card(card: TestCard) {
    const { model } = this;
    const outcome = translator.find(`outcome.${card.outcome}`) ?? card.outcome;
    return html`<button
      data-card=${card.number}
      aria-pressed=${model.card === card}
      ?disabled=${!model.isOnCall}
      @click=${() => model.toggleCard(card)}
    >
      <span
        >${translator.find(`brand.${card.brand}`) ?? card.brand}
        <span class="number small soft" dir="ltr">···${card.number.slice(-4)}</span></span
      >
      <span class="outcome small ${card.outcome}">${outcome}</span>
    </button>`;
  }

  private hint(): string {
    const { model } = this;
    if (!model.isOnCall) return t('cardsIdle');
    if (model.card === undefined) return t('cardsReady');
    const asked = model.call?.capturing ?? '';
    return asked === '' ? t('cardsWaiting') : t('cardsTyping', { field: t(`field.${asked}` as Key) });
  }
}
