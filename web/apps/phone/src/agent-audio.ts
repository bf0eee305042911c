import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { baseStyles, TranslatedElement } from '@agentpay/ui';
import { t, type Key } from './messages.js';
import type { PhoneModel } from './phone-model.js';
import type { LineAudio, SimulatedCall } from './simulator.js';

const BARS = 40;

/** Shows what the agent hears. Agents do not hear the keys. */
@customElement('agent-audio')
export class AgentAudio extends TranslatedElement {
  static override styles = [
    baseStyles,
    css`
      h2 {
        margin-block-end: var(--gap-s);
      }
      .audio {
        display: grid;
        gap: var(--gap-xs);
      }
      .wave {
        display: flex;
        align-items: center;
        gap: 3px;
        block-size: 2.5rem;
      }
      .wave i {
        flex: 1 1 0;
        block-size: 3px;
        border-radius: 3px;
        background: var(--line-strong);
      }
      .talking .wave i {
        background: var(--brand);
        block-size: calc(20% + 80% * var(--height));
      }
      @media (prefers-reduced-motion: no-preference) {
        .talking .wave i {
          animation: voice 1.1s ease-in-out calc(var(--delay) * -1s) infinite alternate;
        }
      }
      .wave i:nth-child(3n) {
        --height: 0.75;
        --delay: 0.3;
      }
      .wave i:nth-child(3n + 1) {
        --height: 0.35;
        --delay: 0.8;
      }
      .wave i:nth-child(3n + 2) {
        --height: 1;
        --delay: 1.3;
      }
      .wave i:nth-child(5n) {
        --height: 0.55;
        --delay: 1;
      }
      .wave i:nth-child(7n) {
        --height: 0.2;
        --delay: 0.5;
      }
      @keyframes voice {
        from {
          transform: scaleY(0.45);
        }
        to {
          transform: scaleY(1);
        }
      }
      .what {
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) model!: PhoneModel;
  @property({ attribute: false }) version: unknown;

  protected override render() {
    const { agents } = this.model;
    return html`<section class="card" aria-labelledby="audio">
      <h2 id="audio">${t('agentHears')}</h2>
      ${
        agents.length === 0
          ? html`<p class="soft">${t(this.model.isOnCall ? 'agentAway' : 'agentIdle')}</p>`
          : repeat(
              agents,
              (agent) => agent.sid,
              (agent) => this.agentPanel(agent),
            )
      }
    </section>`;
  }

  private agentPanel(agent: SimulatedCall) {
    const { kind } = agent.hears;
    return html`<div class="audio ${kind}" data-agent-hears=${kind}>
      <div class="wave" aria-hidden="true">${Array.from({ length: BARS }, () => html`<i></i>`)}</div>
      <p>
        <span class="what">${t(AUDIO[kind])}</span>
        <span class="small soft">${agent.identity || agent.to}</span>
      </p>
      <p class="small soft">${t(EXPLANATION[kind])}</p>
    </div>`;
  }
}

const AUDIO: Record<LineAudio, Key> = {
  ringing: 'audio.ringing',
  speech: 'audio.sound',
  sound: 'audio.sound',
  talking: 'audio.talking',
  silence: 'audio.silence',
  busy: 'audio.ended',
  ended: 'audio.ended',
};

const EXPLANATION: Record<LineAudio, Key> = {
  ringing: 'audioExplained.ringing',
  speech: 'audioExplained.sound',
  sound: 'audioExplained.sound',
  talking: 'audioExplained.talking',
  silence: 'audioExplained.silence',
  busy: 'audioExplained.ended',
  ended: 'audioExplained.ended',
};
