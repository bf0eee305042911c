// Styles of a native button: `brand`, `outlined` or `plain`, `small` or `large`. `aria-busy` shows that it works.
import { css } from 'lit';

export const buttonStyles = css`
  button {
    position: relative;
    min-block-size: 2.5rem;
    padding: 0 1rem;
    border: 1px solid transparent;
    border-radius: var(--round-s);
    background: var(--card-sunk);
    color: var(--ink);
    font: 550 var(--text-m) / 1.2 var(--font);
    cursor: pointer;
    transition: background var(--quick);
  }
  button.brand {
    background: var(--brand);
    color: var(--on-brand);
  }
  button.brand:hover:enabled {
    background: var(--brand-strong);
  }
  button.outlined {
    border-color: var(--line-strong);
    background: transparent;
    color: var(--ink);
  }
  button.outlined.brand {
    border-color: var(--brand);
    color: var(--brand-strong);
  }
  button.outlined:hover:enabled,
  button.plain:hover:enabled {
    background: var(--card-sunk);
  }
  button.outlined.brand:hover:enabled {
    background: var(--brand-soft);
  }
  button.warn {
    background: var(--warn);
    color: var(--card);
  }
  button.plain {
    background: transparent;
  }
  button.small {
    min-block-size: 2rem;
    padding: 0 0.75rem;
    font-size: var(--text-s);
  }
  button.large {
    min-block-size: 3rem;
    font-size: var(--text-l);
  }
  button:disabled {
    opacity: 0.5;
    cursor: not-allowed;
  }
  button[aria-busy='true'] {
    color: transparent;
    cursor: progress;
  }
  button[aria-busy='true']::after {
    content: '';
    position: absolute;
    inset: 0;
    margin: auto;
    inline-size: 1em;
    block-size: 1em;
    border: 2px solid var(--line-strong);
    border-block-start-color: transparent;
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  button.brand[aria-busy='true']::after {
    border-color: var(--on-brand);
    border-block-start-color: transparent;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    button[aria-busy='true']::after {
      animation-duration: 4s;
    }
  }
`;
