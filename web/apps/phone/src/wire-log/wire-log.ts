import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { baseStyles, TranslatedElement } from '@agentpay/ui';
import { t, translator } from '../messages.js';
import type { PhoneModel } from '../phone-model.js';
import type { JournalEntry } from '../simulator.js';
import { logLine } from './log-line.js';

/** Filters: HTTP traffic, everything, or one kind. */
const VIEWS = ['wire', 'all', 'WEBHOOK', 'REST', 'CONNECTOR', 'KEYS', 'CALL', 'ERROR'] as const;
type View = (typeof VIEWS)[number];

/** Keys and call changes are internal to the simulator: they are not HTTP traffic. */
function shows(view: View, entry: JournalEntry): boolean {
  if (view === 'wire') return entry.kind !== 'KEYS' && entry.kind !== 'CALL';
  return view === 'all' || entry.kind === view;
}

/** The simulator's journal, newest entry first. Digits in it are masked. */
@customElement('wire-log')
export class WireLog extends TranslatedElement {
  static override styles = [
    baseStyles,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: center;
        gap: var(--gap-s);
        margin-block-end: var(--gap-s);
      }
      select {
        font: inherit;
        font-size: var(--text-s);
        color: inherit;
        background: var(--card);
        border: 1px solid var(--line-strong);
        border-radius: var(--round-s);
        padding: 0.25rem;
        min-block-size: 1.75rem;
      }
      ol {
        max-block-size: calc(100vh - 11rem);
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: var(--round-s);
        background: var(--card-sunk);
      }
      li + li {
        border-block-start: 1px solid var(--line);
      }
      button {
        all: unset;
        box-sizing: border-box;
        inline-size: 100%;
        cursor: pointer;
        display: grid;
        grid-template-columns: auto 6rem minmax(0, 1fr) auto;
        gap: 0 var(--gap-s);
        align-items: baseline;
        padding: 0.3rem var(--gap-s);
        font-size: var(--text-s);
      }
      button:hover {
        background: var(--card);
      }
      button:focus-visible {
        outline: 3px solid var(--brand);
        outline-offset: -3px;
      }
      .kind {
        font-weight: 600;
      }
      .what {
        overflow-wrap: anywhere;
        font-family: var(--font-number);
        font-size: 0.75rem;
      }
      .answer {
        color: var(--ink-soft);
        text-align: end;
        overflow-wrap: anywhere;
        max-inline-size: 9rem;
      }
      .failed .answer {
        color: var(--warn);
        font-weight: 600;
      }
      .ERROR .kind {
        color: var(--bad);
      }
      .WEBHOOK .kind {
        color: var(--brand-strong);
      }
      pre {
        margin: 0;
        padding: var(--gap-s) var(--gap-m);
        font-family: var(--font-number);
        font-size: 0.75rem;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        background: var(--card);
      }
      .empty {
        padding: var(--gap-xl) var(--gap-l);
        text-align: center;
      }
      @media (max-width: 44rem) {
        button {
          grid-template-columns: auto minmax(0, 1fr) auto;
        }
        .what {
          grid-column: 1 / -1;
        }
        .answer {
          grid-row: 1;
          grid-column: 3;
        }
        ol {
          max-block-size: 32rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) model!: PhoneModel;
  @property({ attribute: false }) version: unknown;
  @state() private view: View = 'wire';
  @state() private open = new Set<number>();

  protected override render() {
    const lines = this.model.lines.filter((line) => shows(this.view, line)).reverse();
    return html`<section class="card" aria-labelledby="wire">
      <div class="head">
        <h2 id="wire">${t('wire')}</h2>
        <label class="small"
          ><span class="unseen">${t('show')}</span>
          <select @change=${(e: Event) => (this.view = (e.target as HTMLSelectElement).value as View)}>
            ${VIEWS.map((view) => html`<option value=${view}>${t(`kind.${view}`)}</option>`)}
          </select>
        </label>
      </div>
      ${
        lines.length === 0
          ? html`<p class="soft empty">${t('wireEmpty')}</p>`
          : html`<ol tabindex="0" aria-label=${t('wire')}>
              ${repeat(
                lines,
                (line) => line.number,
                (line) => this.line(line),
              )}
            </ol>`
      }
    </section>`;
  }

  private line(entry: JournalEntry) {
    const line = logLine(entry);
    const isOpen = this.open.has(entry.number);
    return html`<li class="${entry.kind} ${line.isError ? 'failed' : ''}" data-line=${entry.number}>
      <button aria-expanded=${isOpen} @click=${() => this.toggle(entry.number)}>
        <time class="number soft" datetime=${entry.at}>${clock(entry.at)}</time>
        <span class="kind">${t(`kind.${entry.kind}`)}</span>
        <span class="what" dir="ltr">${line.what}</span>
        <span class="answer number">${line.answer}</span>
      </button>
      ${isOpen ? html`<pre dir="ltr" tabindex="0">${JSON.stringify(entry.details, null, 2)}</pre>` : nothing}
    </li>`;
  }

  private toggle(number: number): void {
    const open = new Set(this.open);
    if (!open.delete(number)) open.add(number);
    this.open = open;
  }
}

function clock(at: string): string {
  return new Date(at).toLocaleTimeString(translator.language, {
    hour12: false,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 1,
  });
}
