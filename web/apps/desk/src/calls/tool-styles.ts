// Styles of the small forms below the calls. They are collapsed at first.
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
    box-sizing: border-box; /* the content of <details> does not inherit it */
    padding: var(--gap-xs) var(--gap-m) var(--gap-m);
  }
`;
