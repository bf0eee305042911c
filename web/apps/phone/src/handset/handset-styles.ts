// Styles of the handset.
import { css } from 'lit';

export const handsetStyles = css`
  section {
    display: grid;
    gap: var(--gap-l);
    border-radius: 1.75rem;
    padding: var(--gap-l);
    max-inline-size: 21rem;
    margin-inline: auto;
  }
  .screen {
    display: grid;
    align-content: start;
    gap: var(--gap-s);
    min-block-size: 12.5rem;
    border-radius: 1.1rem;
    padding: var(--gap-l);
    text-align: center;
    background: var(--card-sunk);
  }
  .on .screen {
    background: var(--brand-soft);
  }
  .to {
    font-size: var(--text-l);
    font-weight: 600;
  }
  .caption {
    text-wrap: balance;
  }
  .speech {
    font-style: italic;
  }
  .keys {
    min-block-size: 2rem;
    font-size: var(--text-xl);
    line-height: 2rem;
    letter-spacing: 0.06em;
    white-space: nowrap;
    overflow: hidden;
    direction: rtl; /* the last key stays visible */
    unicode-bidi: plaintext;
  }
  .keys span {
    unicode-bidi: isolate;
    direction: ltr;
  }
  .asked {
    justify-self: center;
    border-radius: 1rem;
    padding: 0.1rem 0.7rem;
    background: var(--brand);
    color: var(--on-brand);
    font-weight: 600;
  }
  label {
    display: grid;
    gap: var(--gap-xs);
    text-align: start;
  }
  input,
  select {
    font: inherit;
    color: inherit;
    inline-size: 100%;
    background: var(--card);
    border: 1px solid var(--line-strong);
    border-radius: var(--round-s);
    padding: 0.35rem 0.5rem;
    min-block-size: 2.25rem;
  }
  .only {
    display: block;
    font-size: var(--text-l);
    font-weight: 600;
  }
  .pad {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: var(--gap-s) var(--gap-l);
    justify-items: center;
    direction: ltr; /* telephones have one layout everywhere */
  }
  .pad button {
    inline-size: 4.1rem;
    block-size: 4.1rem;
    border-radius: 50%;
    border: 1px solid var(--line);
    background: var(--card-sunk);
    color: inherit;
    font: 500 1.5rem / 1 var(--font);
    cursor: pointer;
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 0.2rem;
    touch-action: manipulation;
    transition: transform var(--quick);
  }
  .pad small {
    font-size: 0.625rem;
    letter-spacing: 0.12em;
    color: var(--ink-soft);
    min-block-size: 0.7rem;
    margin-inline-end: -0.12em;
  }
  .pad button:hover:not(:disabled) {
    border-color: var(--brand);
  }
  .pad button.down,
  .pad button:active:not(:disabled) {
    background: var(--brand);
    color: var(--on-brand);
    transform: scale(0.94);
  }
  .pad button.down small,
  .pad button:active:not(:disabled) small {
    color: inherit;
  }
  .pad button:disabled {
    cursor: default;
    color: var(--ink-soft);
  }
  .action {
    justify-self: center;
    min-inline-size: 11rem;
    min-block-size: 3.1rem;
    border: 0;
    border-radius: 1.6rem;
    font: 650 var(--text-l) / 1 var(--font);
    color: light-dark(#fff, #0e151a);
    background: var(--good);
    cursor: pointer;
  }
  .action.end {
    background: var(--bad);
  }
  .action[aria-disabled='true'] {
    opacity: 0.55;
    cursor: default;
  }
  .others {
    display: grid;
    gap: var(--gap-xs);
  }
  @media (forced-colors: active) {
    .pad button.down {
      border-color: Highlight;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .pad button.down,
    .pad button:active:not(:disabled) {
      transform: none;
    }
  }
`;
