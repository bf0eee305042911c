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
  version: 1,
};
const WAITING: CallsByUui = { uui: 'abc', calls: [], waiting: true };

let answers: (Call | CallsByUui | Error)[];
let asked: string[];
let withdrawn: string[];
let kept: (string | undefined)[];
let claimed: string[];
let uuiClaim: UuiClaim;

beforeEach(() => {
  vi.useFakeTimers();
  [answers, asked, withdrawn, kept, claimed] = [[], [], [], [], []];
  uuiClaim = new UuiClaim({
    claimByUui: (uui) => {
      asked.push(uui);
      const answer = answers.shift() ?? WAITING;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    withdraw: (uui) => {
      withdrawn.push(uui);
      return Promise.reject(new UnreachableError());
    },
    changed: () => {},
    claimed: (call) => claimed.push(call.sid),
    remember: (uui) => kept.push(uui),
  });
});

afterEach(() => {
  uuiClaim.close();
  vi.useRealTimers();
});

async function begins(...what: (Call | CallsByUui | Error)[]): Promise<void> {
  answers = what;
  uuiClaim.begin('abc');
  await vi.advanceTimersByTimeAsync(0);
}

function problem(kind: string, calls?: Call[]): ProblemError {
  const plain = { type: `https://x/${kind}`, title: kind, status: 409, detail: 'no' };
  return new ProblemError(calls === undefined ? plain : { ...plain, calls });
}

describe('claiming the call of a UUI', () => {
  it('is done when the call is there, and a reload does not claim it again', async () => {
    await begins(MINE);
    expect(claimed).toEqual(['CA1']);
    expect(uuiClaim.now).toBeUndefined();
    expect(kept.at(-1)).toBeUndefined();
  });

  it('waits for a call that is not dialled yet, and goes on after a reload', async () => {
    await begins(WAITING);
    expect(uuiClaim.now).toEqual({ state: 'waiting', uui: 'abc' });
    expect(kept.at(-1)).toBe('abc');
  });

  it('is done when the call comes by itself', async () => {
    await begins(WAITING);
    uuiClaim.saw({ ...MINE, uui: 'another' });
    expect(uuiClaim.now?.state).toBe('waiting');
    uuiClaim.saw(MINE);
    expect(claimed).toEqual(['CA1']);
    expect(kept.at(-1)).toBeUndefined();
  });

  it('does not take a call that is over for the one that it waits for', async () => {
    await begins(WAITING);
    uuiClaim.saw({ ...MINE, state: 'ended' });
    expect(uuiClaim.now?.state).toBe('waiting');
  });

  it('says again that it waits, so that the server does not forget', async () => {
    await begins(WAITING, MINE);
    await vi.advanceTimersByTimeAsync(REPEAT_MS);
    expect(claimed).toEqual(['CA1']);
  });

  it('offers the calls when there is more than one, and is done when one is picked', async () => {
    const two = [MINE, { ...MINE, sid: 'CA2' }];
    await begins(problem('ambiguous-uui', two));
    expect(uuiClaim.now).toEqual({ state: 'ambiguous', uui: 'abc', calls: two });
    uuiClaim.done({ ...MINE, sid: 'CA2' });
    expect(uuiClaim.now).toBeUndefined();
    expect(claimed).toEqual(['CA2']);
  });

  it.each(['uui-claimed', 'call-has-session'])('tells of %s, and can be tried again', async (kind) => {
    await begins(problem(kind), MINE);
    expect(uuiClaim.now).toMatchObject({ state: 'refused', error: { kind } });
    uuiClaim.again();
    await vi.advanceTimersByTimeAsync(0);
    expect(claimed).toEqual(['CA1']);
  });

  it('asks until the server answers', async () => {
    await begins(new UnreachableError(), MINE);
    expect(uuiClaim.now?.state).toBe('asking');
    await vi.advanceTimersByTimeAsync(RETRY_MS);
    expect(claimed).toEqual(['CA1']);
  });

  it('asks nothing any more when the agent does not want to wait', async () => {
    await begins(WAITING);
    uuiClaim.stop();
    await vi.advanceTimersByTimeAsync(10 * REPEAT_MS);
    expect(asked).toEqual(['abc']);
    expect(withdrawn).toEqual(['abc']);
    expect(kept.at(-1)).toBeUndefined();
  });

  it('takes a claim back also when its answer comes after the agent has stopped waiting', async () => {
    answers = [WAITING];
    uuiClaim.begin('abc');
    uuiClaim.stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(withdrawn).toEqual(['abc']);
    expect(uuiClaim.now).toBeUndefined();
  });

  it('takes a claim back whose answer never came', async () => {
    await begins(new UnreachableError());
    uuiClaim.stop();
    expect(withdrawn).toEqual(['abc']);
    answers = [new UnreachableError()];
    uuiClaim.begin('next');
    uuiClaim.stop();
    uuiClaim.begin('third');
    await vi.advanceTimersByTimeAsync(0);
    expect(withdrawn).toEqual(['abc', 'next']);
  });

  it('takes a claim back when the agent takes another call', async () => {
    await begins(WAITING);
    uuiClaim.done({ ...MINE, sid: 'CA2', uui: 'other' });
    expect(withdrawn).toEqual(['abc']);
    expect(claimed).toEqual(['CA2']);
  });

  it('waits no longer for what somebody else took back', async () => {
    await begins(WAITING);
    uuiClaim.left('other');
    expect(uuiClaim.now?.state).toBe('waiting');
    uuiClaim.left('abc');
    expect(uuiClaim.now).toBeUndefined();
    expect(withdrawn).toEqual([]);
    await vi.advanceTimersByTimeAsync(10 * REPEAT_MS);
    expect(asked).toEqual(['abc']);
  });

  it('takes nothing back when there is a call, or when nothing waits', async () => {
    answers = [MINE];
    uuiClaim.begin('abc');
    await vi.advanceTimersByTimeAsync(0);
    await begins(problem('uui-claimed'));
    uuiClaim.stop();
    await begins(WAITING);
    uuiClaim.close(); // signed out: the claim waits for whoever signs in again
    await vi.advanceTimersByTimeAsync(0);
    expect(withdrawn).toEqual([]);
  });

  it('heeds no answer that comes after another call was named', async () => {
    answers = [MINE, { ...WAITING, uui: 'next' }];
    uuiClaim.begin('abc');
    uuiClaim.begin('next');
    await vi.advanceTimersByTimeAsync(0);
    expect(claimed).toEqual([]);
    expect(uuiClaim.now).toEqual({ state: 'waiting', uui: 'next' });
  });
});
