import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles, TranslatedElement } from '@agentpay/ui';
import { t, type Key } from './messages.js';
import type { PhoneModel } from './phone-model.js';
import type { Faults } from './simulator.js';

/** A fault that happens once. */
interface Once {
  key: Key;
  isOn: (f: Faults) => boolean;
  use: (f: Faults, on: boolean) => Faults;
}

/** A fault that happens with a probability. */
interface Rate {
  key: Key;
  of: (f: Faults) => number;
  use: (f: Faults, rate: number) => Faults;
}

/** Keys before the customer hangs up: in the middle of a card number. */
const HANG_UP_AFTER = 6;

const ONCE: readonly Once[] = [
  {
    key: 'fault.dropNext',
    isOn: (f) => f.webhooks.dropNext > 0,
    use: (f, on) => ({ ...f, webhooks: { ...f.webhooks, dropNext: on ? 1 : 0 } }),
  },
  {
    key: 'fault.dropNextFinal',
    isOn: (f) => f.webhooks.dropNextFinal > 0,
    use: (f, on) => ({ ...f, webhooks: { ...f.webhooks, dropNextFinal: on ? 1 : 0 } }),
  },
  {
    key: 'fault.loseNext',
    isOn: (f) => f.rest.loseNext > 0,
    use: (f, on) => ({ ...f, rest: { ...f.rest, loseNext: on ? 1 : 0 } }),
  },
  {
    key: 'fault.timeoutNext',
    isOn: (f) => f.connector.timeoutNext > 0,
    use: (f, on) => ({ ...f, connector: { ...f.connector, timeoutNext: on ? 1 : 0 } }),
  },
  {
    key: 'fault.malformedNext',
    isOn: (f) => f.connector.malformedNext > 0,
    use: (f, on) => ({ ...f, connector: { ...f.connector, malformedNext: on ? 1 : 0 } }),
  },
  {
    key: 'fault.internalError',
    isOn: (f) => f.keys.nextErrorTypes.length > 0,
    use: (f, on) => ({ ...f, keys: { ...f.keys, nextErrorTypes: on ? ['internal-error'] : [] } }),
  },
  {
    key: 'fault.hangUp',
    isOn: (f) => f.keys.hangUpAfter > 0,
    use: (f, on) => ({ ...f, keys: { ...f.keys, hangUpAfter: on ? HANG_UP_AFTER : 0 } }),
  },
];

const RATES: readonly Rate[] = [
  {
    key: 'fault.drop',
    of: (f) => f.webhooks.drop,
    use: (f, drop) => ({ ...f, webhooks: { ...f.webhooks, drop } }),
  },
  {
    key: 'fault.duplicate',
    of: (f) => f.webhooks.duplicate,
    use: (f, duplicate) => ({ ...f, webhooks: { ...f.webhooks, duplicate } }),
  },
  {
    key: 'fault.reorder',
    of: (f) => f.webhooks.reorder,
    use: (f, reorder) => ({ ...f, webhooks: { ...f.webhooks, reorder } }),
  },
  {
    key: 'fault.delay',
    of: (f) => f.webhooks.delay,
    use: (f, delay) => ({ ...f, webhooks: { ...f.webhooks, delay } }),
  },
  {
    key: 'fault.tooManyRequests',
    of: (f) => f.rest.tooManyRequests,
    use: (f, tooManyRequests) => ({ ...f, rest: { ...f.rest, tooManyRequests } }),
  },
  {
    key: 'fault.serverError',
    of: (f) => f.rest.serverError,
    use: (f, serverError) => ({ ...f, rest: { ...f.rest, serverError } }),
  },
  {
    key: 'fault.connectorTimeout',
    of: (f) => f.connector.timeout,
    use: (f, timeout) => ({ ...f, connector: { ...f.connector, timeout } }),
  },
];

/** Number of faults that are on, among those on this page. */
export function countActive(faults: Faults): number {
  return ONCE.filter((once) => once.isOn(faults)).length + RATES.filter((rate) => rate.of(faults) > 0).length;
}

export function withoutFaults(faults: Faults): Faults {
  const withoutOnce = ONCE.reduce((f, once) => once.use(f, false), faults);
  return RATES.reduce((f, rate) => rate.use(f, 0), withoutOnce);
}

/** Switches for the simulator's faults. */
@customElement('fault-switches')
export class FaultSwitches extends TranslatedElement {
  static override styles = [
    baseStyles,
    css`
      summary {
        cursor: pointer;
        display: flex;
        align-items: center;
        gap: var(--gap-s);
        list-style: none;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary::before {
        content: '';
        inline-size: 0.5rem;
        block-size: 0.5rem;
        border: solid var(--ink-soft);
        border-width: 0 2px 2px 0;
        transform: rotate(-45deg);
        transition: transform var(--quick);
        margin-inline-end: 0.15rem;
      }
      :host(:dir(rtl)) summary::before {
        transform: rotate(135deg);
      }
      details[open] summary::before {
        transform: rotate(45deg) translate(-2px, -2px);
      }
      h2 {
        flex: 1;
      }
      .count {
        border-radius: 1rem;
        padding: 0 0.5rem;
        background: var(--warn-soft);
        color: var(--warn);
      }
      h3 {
        font-size: var(--text-s);
        color: var(--ink-soft);
        margin-block: var(--gap-m) var(--gap-xs);
      }
      label {
        display: flex;
        align-items: center;
        gap: var(--gap-s);
        min-block-size: 1.75rem;
      }
      .rate {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 6.5rem 3rem;
      }
      output {
        text-align: end;
      }
      input {
        accent-color: var(--brand);
        margin: 0;
        min-inline-size: 0;
      }
      input[type='checkbox'] {
        inline-size: 1.1rem;
        block-size: 1.1rem;
        flex: none;
      }
      wa-button {
        margin-block-start: var(--gap-m);
      }
    `,
  ];

  @property({ attribute: false }) model!: PhoneModel;
  @property({ attribute: false }) version: unknown;

  protected override render() {
    const { faults } = this.model;
    const count = faults === undefined ? 0 : countActive(faults);
    return html`<section class="card" aria-labelledby="faults">
      <details>
        <summary>
          <h2 id="faults">${t('faults')}</h2>
          ${count === 0 ? '' : html`<span class="count small">${t('faultsOn', { count })}</span>`}
        </summary>
        ${faults === undefined ? html`<p class="soft">${t('connectionConnecting')}</p>` : this.switches(faults, count)}
      </details>
    </section>`;
  }

  private switches(faults: Faults, count: number) {
    return html`<h3>${t('faultsOnce')}</h3>
      ${ONCE.map(
        (once) =>
          html`<label
            ><input
              type="checkbox"
              data-fault=${once.key}
              .checked=${once.isOn(faults)}
              @change=${(e: Event) => this.model.useFaults(once.use(faults, (e.target as HTMLInputElement).checked))}
            />${t(once.key)}</label
          >`,
      )}
      <h3>${t('faultsOften')}</h3>
      ${RATES.map((rate) => {
        const percent = Math.round(rate.of(faults) * 100);
        return html`<label class="rate"
          ><span>${t(rate.key)}</span>
          <input
            type="range"
            min="0"
            max="100"
            step="5"
            data-fault=${rate.key}
            .value=${String(percent)}
            @change=${(e: Event) =>
              this.model.useFaults(rate.use(faults, Number((e.target as HTMLInputElement).value) / 100))}
          /><output class="small number">${percent} %</output></label
        >`;
      })}
      <wa-button
        size="s"
        appearance="outlined"
        ?disabled=${count === 0}
        @click=${() => this.model.useFaults(withoutFaults(faults))}
        >${t('faultsNone')}</wa-button
      >`;
  }
}
