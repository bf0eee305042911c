import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { baseStyles, TranslatedElement } from '@agentpay/ui';
import { t } from '../messages.js';
import type { PhoneModel } from '../phone-model.js';
import { caption } from './caption.js';
import { handsetStyles } from './handset-styles.js';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;
const LETTERS: Partial<Record<string, string>> = {
  2: 'ABC',
  3: 'DEF',
  4: 'GHI',
  5: 'JKL',
  6: 'MNO',
  7: 'PQRS',
  8: 'TUV',
  9: 'WXYZ',
  0: '+',
};
const PRESSED_MS = 140;
const DOUBLE_CLICK_MS = 500;

/** The handset: its screen, its keypad, and the button to call and to hang up. */
@customElement('phone-handset')
export class PhoneHandset extends TranslatedElement {
  static override styles = [baseStyles, handsetStyles];

  @property({ attribute: false }) model!: PhoneModel;
  @property({ attribute: false }) version: unknown;
  @property({ attribute: false }) lastKey = { key: '', at: 0 };
  @query('.pad') private pad!: HTMLElement;
  @query('.action') private action!: HTMLButtonElement;
  private actedAt = -Infinity;
  private clock: ReturnType<typeof setInterval> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.clock);
    this.clock = undefined;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('lastKey') && this.lastKey.key !== '') this.flash(this.lastKey.key);
    const isClockNeeded = this.model.isOnCall && this.model.talkingSince !== undefined;
    if (isClockNeeded && this.clock === undefined) this.clock = setInterval(() => this.requestUpdate(), 1000);
    if (!isClockNeeded && this.clock !== undefined) {
      clearInterval(this.clock);
      this.clock = undefined;
    }
  }

  /** Highlights a key for a moment, also one that was pressed on the keyboard or by a test card. */
  private flash(key: string): void {
    const button = this.pad.querySelector(`[data-key="${key}"]`);
    button?.classList.add('down');
    setTimeout(() => button?.classList.remove('down'), PRESSED_MS);
  }

  protected override render() {
    const { model } = this;
    const on = model.isOnCall;
    return html`<section class="card ${on ? 'on' : ''}" aria-label=${t('handset')}>
      ${on ? this.inCall() : this.idle()}
      <div class="pad" role="group" aria-label=${t('keypad')}>
        ${KEYS.map(
          (key) =>
            html`<button
              data-key=${key}
              aria-label=${key === '*' ? t('star') : key === '#' ? t('hash') : key}
              ?disabled=${!on}
              @click=${() => model.press(key)}
            >
              <span aria-hidden="true">${key === '*' ? '✱' : key}</span
              ><small aria-hidden="true">${LETTERS[key] ?? ''}</small>
            </button>`,
        )}
      </div>
      <button class="action ${on ? 'end' : ''}" aria-disabled=${!on && !this.canDial} @click=${this.act}>
        ${on ? t('hangUp') : t('call')}
      </button>
      ${this.error()}
    </section>`;
  }

  private get canDial(): boolean {
    const { model } = this;
    return !model.isDialling && model.to !== '' && model.connection.state === 'live';
  }

  /** One button for both actions, so that it keeps the focus. Ignores a double click, which would undo the first. */
  private act(): void {
    const now = performance.now();
    if (now - this.actedAt < DOUBLE_CLICK_MS) return;
    this.actedAt = now;
    if (this.model.isOnCall) void this.model.hangUp();
    else if (this.canDial) void this.model.dial();
  }

  private inCall() {
    const { call, keys } = this.model;
    if (call === undefined) return nothing;
    return html`<div class="screen">
      <p class="to number" dir="ltr">${call.to}</p>
      <p class="small soft">${this.duration()}</p>
      <p class="caption ${call.hears.kind}" data-heard=${call.hears.kind}>${caption(this.model)}</p>
      ${
        call.capturing === ''
          ? nothing
          : html`<p class="asked small" data-asked=${call.capturing}>${t(`field.${call.capturing}`)}</p>`
      }
      <p class="keys number"><span>${keys}</span></p>
    </div>`;
  }

  private duration(): string {
    const since = this.model.talkingSince;
    if (since === undefined) return this.model.call?.from ?? '';
    const seconds = Math.max(0, Math.floor((performance.now() - since) / 1000));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  }

  private idle() {
    const { model } = this;
    return html`<div class="screen">
      <p class="caption" data-heard=${model.call?.hears.kind ?? 'idle'}>${caption(model)}</p>
      <label class="small"
        >${t('from')}
        <input
          class="number"
          dir="ltr"
          inputmode="tel"
          autocomplete="off"
          maxlength="255"
          .value=${model.from}
          @input=${(e: Event) => (model.from = (e.target as HTMLInputElement).value)}
          @keydown=${(e: KeyboardEvent) => this.enter(e)}
        />
      </label>
      ${this.business()} ${this.others()}
    </div>`;
  }

  /** Enter in the number field dials, and moves the focus to the button. */
  private enter(e: KeyboardEvent): void {
    if (e.key !== 'Enter') return;
    this.action.focus();
    this.act();
  }

  private business() {
    const { model } = this;
    if (model.numbers.length === 0) {
      return html`<p class="small soft">
        ${model.connection.state === 'live' ? t('noNumbers') : t('connectionConnecting')}
      </p>`;
    }
    if (model.numbers.length === 1) {
      return html`<p class="small">${t('to')} <span class="number only" dir="ltr">${model.to}</span></p>`;
    }
    return html`<label class="small"
      >${t('to')}
      <select
        class="number"
        dir="ltr"
        @change=${(e: Event) => (model.to = (e.target as HTMLSelectElement).value)}
      >
        ${model.numbers.map((n) => html`<option ?selected=${n === model.to}>${n}</option>`)}
      </select>
    </label>`;
  }

  private others() {
    const others = this.model.otherCalls.slice(0, 3);
    if (others.length === 0) return nothing;
    return html`<div class="others">
      <p class="small soft">${t('others')}</p>
      ${others.map(
        (c) =>
          html`<wa-button size="s" appearance="outlined" @click=${() => this.model.switchTo(c.sid)}
            ><span class="number" dir="ltr">${c.from}</span></wa-button
          >`,
      )}
    </div>`;
  }

  private error() {
    const { error } = this.model;
    if (error === undefined) return nothing;
    return html`<p class="notice bad small" role="alert">
      ${error.kind === 'refused' ? t('refused', { detail: error.detail }) : t('unreachable')}
    </p>`;
  }
}
