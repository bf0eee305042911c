// Styles of the list of calls.
import { css } from 'lit';

export const callsStyles = css`
  desk-softphone {
    margin-block-end: var(--gap-s);
  }
  h3 {
    color: var(--ink-soft);
    font-size: var(--text-s);
    margin-block: var(--gap-m) var(--gap-xs);
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
  .missed {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: var(--gap-s);
  }
  .from {
    font-size: var(--text-l);
    font-weight: 600;
  }
  .id {
    display: block;
    overflow-wrap: anywhere;
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
  desk-dial,
  desk-take-over {
    margin-block-start: var(--gap-m);
  }
`;
