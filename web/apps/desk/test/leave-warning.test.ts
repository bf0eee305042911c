import { expect, it } from 'vitest';
import { EMPTY_STATE, type Call } from '@agentpay/pay-client';
import { isOnCall } from '../src/leave-warning.js';
import { NO_SOFTPHONE, type Leg } from '../src/softphone/softphone.js';

const ME = {
  user: { name: 'alice', role: 'agent' },
  agent: { name: 'alice', availability: 'busy', version: 1 },
} as const;
const CALL: Call = {
  sid: 'CA1',
  from: '+1',
  to: '+2',
  route: 'softphone',
  state: 'answered',
  agent: 'alice',
  startedAt: '2026-11-27T10:00:00Z',
  missedBy: [],
  version: 1,
};
const LEG: Leg = {
  id: 'line-1',
  sid: 'CA2',
  call: 'CA1',
  direction: 'inbound',
  state: 'answered',
  isMuted: false,
  number: '+1',
};

function onCall(calls: Call[], legs: Leg[] = [], isSupervisor = false): boolean {
  return isOnCall({
    isSupervisor,
    live: { ...EMPTY_STATE, me: ME },
    softphone: { ...NO_SOFTPHONE, legs },
    selection: { liveCalls: calls },
  });
}

it('an agent is warned during an own call, wherever its voice goes', () => {
  expect(onCall([CALL])).toBe(true);
  expect(onCall([], [LEG])).toBe(true);
  expect(onCall([], [{ ...LEG, state: 'connecting' }])).toBe(true);
});

it('nobody is warned without a call, or during the calls of others', () => {
  expect(onCall([])).toBe(false);
  expect(onCall([{ ...CALL, state: 'ringing' }], [{ ...LEG, state: 'ringing' }])).toBe(false);
  expect(onCall([{ ...CALL, agent: 'bob' }])).toBe(false);
  expect(onCall([CALL], [], true)).toBe(false);
});
