import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProblemError, UnreachableError, type Call, type CallsByUui } from '@agentpay/pay-client';
import { REPEAT_MS, UuiClaim, RETRY_MS } from '../src/claim/uui-claim.js';

const MINE: Call = {
  sid: 'CA1',
  from: '+1',
  to: '+2',
  route: 'sip-in',
  state: 'answered',
  agent: 'alice',
  uui: 'abc',
  startedAt: '2026-01-01T00:00:00Z',
  missedBy: [],
  version: 1,
};
const WAITING: CallsByUui = { uui: 'abc', calls: [], waiting: true };

let answers: (Call | CallsByUui | Error)[];
let requested: string[];
let withdrawn: string[];
let stored: (string | undefined)[];
let claimed: string[];
let uuiClaim: UuiClaim;

beforeEach(() => {
  vi.useFakeTimers();
  [answers, requested, withdrawn, stored, claimed] = [[], [], [], [], []];
  uuiClaim = new UuiClaim({
    claimByUui: (uui) => {
      requested.push(uui);
      const answer = answers.shift() ?? WAITING;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    withdraw: (uui) => {
      withdrawn.push(uui);
      return Promise.reject(new UnreachableError());
    },
    changed: () => {},
    claimed: (call) => claimed.push(call.sid),
    remember: (uui) => stored.push(uui),
  });
});

afterEach(() => {
  uuiClaim.close();
  vi.useRealTimers();
});

async function startClaim(...what: (Call | CallsByUui | Error)[]): Promise<void> {
  answers = what;
  uuiClaim.start('abc');
  await vi.advanceTimersByTimeAsync(0);
}

function problem(kind: string, calls?: Call[]): ProblemError {
  const plain = { type: `https://x/${kind}`, title: kind, status: 409, detail: 'no' };
  return new ProblemError(calls === undefined ? plain : { ...plain, calls });
}

describe('a claim by UUI', () => {
  it('ends with the call and is not stored', async () => {
    await startClaim(MINE);
    expect(claimed).toEqual(['CA1']);
    expect(uuiClaim.current).toBeUndefined();
    expect(stored.at(-1)).toBeUndefined();
  });

  it('waits for a call that is not dialled yet', async () => {
    await startClaim(WAITING);
    expect(uuiClaim.current).toEqual({ state: 'waiting', uui: 'abc' });
    expect(stored.at(-1)).toBe('abc');
  });

  it('ends when the call arrives', async () => {
    await startClaim(WAITING);
    uuiClaim.callChanged({ ...MINE, uui: 'another' });
    expect(uuiClaim.current?.state).toBe('waiting');
    uuiClaim.callChanged(MINE);
    expect(claimed).toEqual(['CA1']);
    expect(stored.at(-1)).toBeUndefined();
  });

  it('ignores an ended call with the same UUI', async () => {
    await startClaim(WAITING);
    uuiClaim.callChanged({ ...MINE, state: 'ended' });
    expect(uuiClaim.current?.state).toBe('waiting');
  });

  it('repeats a waiting claim before it expires', async () => {
    await startClaim(WAITING, MINE);
    await vi.advanceTimersByTimeAsync(REPEAT_MS);
    expect(claimed).toEqual(['CA1']);
  });

  it('offers several calls, and ends when one is chosen', async () => {
    const two = [MINE, { ...MINE, sid: 'CA2' }];
    await startClaim(problem('ambiguous-uui', two));
    expect(uuiClaim.current).toEqual({ state: 'ambiguous', uui: 'abc', calls: two });
    uuiClaim.callTaken({ ...MINE, sid: 'CA2' });
    expect(uuiClaim.current).toBeUndefined();
    expect(claimed).toEqual(['CA2']);
  });

  it.each(['uui-claimed', 'call-has-session'])('shows the refusal %s and can be retried', async (kind) => {
    await startClaim(problem(kind), MINE);
    expect(uuiClaim.current).toMatchObject({ state: 'refused', error: { kind } });
    uuiClaim.retry();
    await vi.advanceTimersByTimeAsync(0);
    expect(claimed).toEqual(['CA1']);
  });

  it('retries while the server is unreachable', async () => {
    await startClaim(new UnreachableError(), MINE);
    expect(uuiClaim.current?.state).toBe('asking');
    await vi.advanceTimersByTimeAsync(RETRY_MS);
    expect(claimed).toEqual(['CA1']);
  });

  it('is withdrawn when the agent stops waiting', async () => {
    await startClaim(WAITING);
    uuiClaim.stop();
    await vi.advanceTimersByTimeAsync(10 * REPEAT_MS);
    expect(requested).toEqual(['abc']);
    expect(withdrawn).toEqual(['abc']);
    expect(stored.at(-1)).toBeUndefined();
  });

  it('is withdrawn when its answer comes after the stop', async () => {
    answers = [WAITING];
    uuiClaim.start('abc');
    uuiClaim.stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(withdrawn).toEqual(['abc']);
    expect(uuiClaim.current).toBeUndefined();
  });

  it('is withdrawn when its answer never came', async () => {
    await startClaim(new UnreachableError());
    uuiClaim.stop();
    expect(withdrawn).toEqual(['abc']);
    answers = [new UnreachableError()];
    uuiClaim.start('next');
    uuiClaim.stop();
    uuiClaim.start('third');
    await vi.advanceTimersByTimeAsync(0);
    expect(withdrawn).toEqual(['abc', 'next']);
  });

  it('is withdrawn when the agent takes another call', async () => {
    await startClaim(WAITING);
    uuiClaim.callTaken({ ...MINE, sid: 'CA2', uui: 'other' });
    expect(withdrawn).toEqual(['abc']);
    expect(claimed).toEqual(['CA2']);
  });

  it('ends when it was withdrawn elsewhere', async () => {
    await startClaim(WAITING);
    uuiClaim.withdrawnElsewhere('other');
    expect(uuiClaim.current?.state).toBe('waiting');
    uuiClaim.withdrawnElsewhere('abc');
    expect(uuiClaim.current).toBeUndefined();
    expect(withdrawn).toEqual([]);
    await vi.advanceTimersByTimeAsync(10 * REPEAT_MS);
    expect(requested).toEqual(['abc']);
  });

  it('is not withdrawn when nothing waits', async () => {
    answers = [MINE];
    uuiClaim.start('abc');
    await vi.advanceTimersByTimeAsync(0);
    await startClaim(problem('uui-claimed'));
    uuiClaim.stop();
    await startClaim(WAITING);
    uuiClaim.close(); // after signing out, the claim still waits for the same agent
    await vi.advanceTimersByTimeAsync(0);
    expect(withdrawn).toEqual([]);
  });

  it('ignores the answer for an earlier UUI', async () => {
    answers = [MINE, { ...WAITING, uui: 'next' }];
    uuiClaim.start('abc');
    uuiClaim.start('next');
    await vi.advanceTimersByTimeAsync(0);
    expect(claimed).toEqual([]);
    expect(uuiClaim.current).toEqual({ state: 'waiting', uui: 'next' });
  });
});
