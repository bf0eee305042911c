// How calls look in a list.
import { css } from 'lit';

export const callsLook = css`
  desk-softphone {
    margin-block-end: var(--gap-s);
  }
  li {
    border: 1px solid var(--line);
    border-radius: var(--round-s);
    padding: var(--gap-s) var(--gap-m);
  }
  li + li {
    margin-block-start: var(--gap-s);
  }
  li.ringing {
    border-color: var(--brand);
    background: var(--brand-soft);
  }
  li.chosen {
    border-color: var(--brand);
    border-inline-start-width: 4px;
  }
  .from {
    font-size: var(--text-l);
    font-weight: 600;
  }
  .choose {
    all: unset;
    cursor: pointer;
    display: block;
  }
  .choose:focus-visible {
    outline: 3px solid var(--brand);
    outline-offset: 2px;
  }
  .actions {
    margin-block-start: var(--gap-s);
  }
  desk-dial {
    margin-block-start: var(--gap-m);
  }
`;
