// Styles of the bar at the top of a page, with the state of its connection.
import { css } from 'lit';

export const headerStyles = css`
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-s) var(--gap-l);
    padding: var(--gap-s) var(--gap-l);
    background: var(--card);
    border-block-end: 1px solid var(--line);
  }
  .connection {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
  }
  .dot {
    inline-size: 0.6rem;
    block-size: 0.6rem;
    border-radius: 50%;
    background: var(--warn);
  }
  .live .dot {
    background: var(--good);
  }
  .lost {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-s);
    align-items: center;
    padding: var(--gap-s) var(--gap-l);
    background: var(--warn-soft);
    color: var(--warn);
    border-block-end: 1px solid var(--warn);
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
`;
