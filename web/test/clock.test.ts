// The clock of the user's computer may be wrong by hours. Nothing goes by it.
import { expect, it } from 'vitest';
import { filesIn, read, workspaces } from './workspaces.js';

const CLOCK = 'packages/http/src/server-clock.ts';
/** A message to Segment carries the computer's time; nothing of ours goes by it. */
const SEGMENT = 'packages/client/src/segment.ts';

/** The computer's time: `Date.now()`, `new Date()` and `Date()`. `new Date(instant)` is allowed. */
const READS_CLOCK = /\bDate\.now\b|\bDate(?:\(\s*\)|;)|\bnew Date\b(?!\()/;

it.each(['Date.now()', 'new Date()', 'new Date;', 'Date()', 'const now = Date.now;'])(
  '%s is found',
  (source) => {
    expect(source).toMatch(READS_CLOCK);
  },
);

it.each(['new Date(call.startedAt)', 'Date.parse(x)', 'clock.date()', "get('Date')"])(
  '%s is fine',
  (source) => {
    expect(source).not.toMatch(READS_CLOCK);
  },
);

it("only the server clock and Segment's messages read the computer's time", () => {
  const files = workspaces().flatMap(({ folder }) => filesIn(`${folder}/src`, '.ts'));
  expect(files.filter((file) => READS_CLOCK.test(read(file)))).toEqual([SEGMENT, CLOCK]);
});
