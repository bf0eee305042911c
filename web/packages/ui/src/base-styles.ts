// Styles shared by all elements: headings, cards, notices, and text for screen readers only (`.unseen`).
import { css } from 'lit';

export const baseStyles = css`
  :host {
    display: block;
    box-sizing: border-box;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1,
  h2,
  h3 {
    font-size: var(--text-m);
    font-weight: 650;
    line-height: 1.3;
  }
  .card {
    background: var(--card);
    border: 1px solid var(--line);
    border-radius: var(--round);
    box-shadow: var(--shadow);
    padding: var(--gap-l);
  }
  .soft {
    color: var(--ink-soft);
  }
  .small {
    font-size: var(--text-s);
  }
  .number {
    font-family: var(--font-number);
    font-variant-numeric: tabular-nums;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-s);
    align-items: center;
  }
  .grow {
    flex: 1 1 auto;
    min-inline-size: 0;
  }
  .stack {
    display: grid;
    gap: var(--gap-m);
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .notice + * {
    margin-block-start: var(--gap-s);
  }
  .stack > .notice + * {
    margin-block-start: 0;
  }
  .notice {
    border-inline-start: 4px solid var(--line-strong);
    border-radius: var(--round-s);
    background: var(--card-sunk);
    padding: var(--gap-s) var(--gap-m);
  }
  .notice.bad {
    border-color: var(--bad);
    background: var(--bad-soft);
    color: var(--bad);
  }
  .notice.warn {
    border-color: var(--warn);
    background: var(--warn-soft);
    color: var(--warn);
  }
  .notice.good {
    border-color: var(--good);
    background: var(--good-soft);
    color: var(--good);
  }
  :focus-visible {
    outline: 3px solid var(--brand);
    outline-offset: 2px;
  }
`;
