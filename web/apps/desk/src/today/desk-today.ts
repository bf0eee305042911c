import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { amountText, stateKey } from '@agentpay/agent-pay';
import { serverClock, type PaySession } from '@agentpay/pay-client';
import { baseStyles, TranslatedElement } from '@agentpay/ui';
import type { DeskModel } from '../desk-model.js';
import { t, translator } from '../messages.js';
import './resolve-dialog.js';

/** Today's payments. Supervisors resolve unconfirmed ones here. */
@customElement('desk-today')
export class DeskToday extends TranslatedElement {
  static override styles = [
    baseStyles,
    css`
      h2 {
        margin-block-end: var(--gap-s);
      }
      li {
        display: grid;
        grid-template-columns: auto 1fr auto;
        gap: 0 var(--gap-m);
        align-items: baseline;
        padding-block: var(--gap-s);
        border-block-start: 1px solid var(--line);
      }
      li:first-child {
        border-block-start: 0;
      }
      .badge {
        font-size: var(--text-s);
        border-radius: var(--round-s);
        padding: 0.05rem 0.4rem;
        background: var(--card-sunk);
        color: var(--ink-soft);
      }
      .paid,
      .tokenized {
        background: var(--good-soft);
        color: var(--good);
      }
      .declined,
      .failed {
        background: var(--bad-soft);
        color: var(--bad);
      }
      .unconfirmed {
        background: var(--warn-soft);
        color: var(--warn);
      }
      .more {
        grid-column: 1 / -1;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) model!: DeskModel;
  @property({ attribute: false }) version: unknown;
  @state() private resolving: PaySession | undefined;

  protected override render() {
    const midnight = serverClock.date();
    midnight.setHours(0, 0, 0, 0);
    const sessions = this.model.drafts.sessionsNewestFirst.filter(
      (s) => Date.parse(s.startedAt) >= midnight.getTime() || !s.final,
    );
    return html`<section class="card" aria-labelledby="today">
      <h2 id="today">${t(this.model.isSupervisor ? 'todayAll' : 'today')}</h2>
      ${
        sessions.length === 0
          ? html`<p class="soft">${t('noneToday')}</p>`
          : html`<ul>
              ${repeat(
                sessions,
                (s) => s.id,
                (s) => this.item(s),
              )}
            </ul>`
      }
      ${
        this.resolving === undefined
          ? nothing
          : html`<resolve-dialog
              .model=${this.model}
              .session=${this.resolving}
              @closed=${() => (this.resolving = undefined)}
            ></resolve-dialog>`
      }
    </section>`;
  }

  private item(session: PaySession) {
    const time = new Intl.DateTimeFormat(translator.language, { hour: '2-digit', minute: '2-digit' });
    return html`<li data-session=${session.id}>
      <span class="number small soft">${time.format(new Date(session.startedAt))}</span>
      <span>${amountText(session)}</span>
      <span class="badge ${session.state}">${t(stateKey(session))}</span>
      <span class="more small soft">
        ${[
          session.reference,
          session.outcome?.confirmationCode ?? session.outcome?.token,
          this.model.isSupervisor ? session.agent : '',
        ]
          .filter((text) => text !== undefined && text !== '')
          .join(' · ')}
      </span>
      ${session.alarm ? html`<span class="more small notice bad">${t('alarmExplained')}</span>` : nothing}
      ${
        session.state === 'unconfirmed' && this.model.isSupervisor
          ? html`<span class="more"
              ><wa-button size="s" appearance="outlined" @click=${() => (this.resolving = session)}
                >${t('resolve')}</wa-button
              ></span
            >`
          : nothing
      }
    </li>`;
  }
}
