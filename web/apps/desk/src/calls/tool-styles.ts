// A small tool that is folded away until it is wanted.
import { css } from 'lit';

export const toolStyles = css`
  details {
    border: 1px solid var(--line);
    border-radius: var(--round-s);
  }
  summary {
    cursor: pointer;
    padding: var(--gap-s) var(--gap-m);
  }
  form {
    box-sizing: border-box; /* what stands in a details does not inherit it */
    padding: var(--gap-xs) var(--gap-m) var(--gap-m);
  }
`;
