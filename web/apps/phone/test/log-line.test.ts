import { describe, expect, test } from 'vitest';
import type { JournalEntry } from '../src/simulator.js';
import { logLine, path } from '../src/wire-log/log-line.js';

function entry(kind: JournalEntry['kind'], details: Record<string, unknown>): JournalEntry {
  return { number: 1, at: '2026-03-10T09:00:00Z', kind, details };
}

describe('a line of the log', () => {
  test('shows the captured field of a callback', () => {
    const line = logLine(
      entry('WEBHOOK', {
        what: 'payment-status',
        parameters: {
          Capture: 'security-code',
          PaymentCardNumber: 'xxxxxxxxxxxx4242',
          SecurityCode: 'xx',
          PartialResult: 'true',
        },
        status: 204,
      }),
    );
    expect(line).toEqual({
      way: 'out',
      what: 'payment-status SecurityCode=xx',
      answer: '204',
      isError: false,
    });
  });

  test('shows the capture before the first digit', () => {
    const line = logLine(
      entry('WEBHOOK', { what: 'payment-status', parameters: { Capture: 'postal-code' }, status: 204 }),
    );
    expect(line.what).toBe('payment-status Capture=postal-code');
  });

  test('shows the result of the last callback', () => {
    const line = logLine(
      entry('WEBHOOK', {
        what: 'payment-status',
        parameters: {
          Result: 'success',
          PaymentConfirmationCode: 'ch_1',
          Capture: 'security-code',
          SecurityCode: 'xxx',
        },
        status: 204,
      }),
    );
    expect(line.what).toBe('payment-status Result=success PaymentConfirmationCode=ch_1');
  });

  test('shortens the path of a REST request', () => {
    const line = logLine(
      entry('REST', {
        method: 'POST',
        path: '/2010-04-01/Accounts/ACde300000000000000000000000000000/Calls/CA0cc05e0e5b36e7fdb854468a4cd059f1/Payments.json',
        parameters: { PaymentConnector: 'sandbox' },
        status: 201,
      }),
    );
    expect(line.what).toBe('POST /Calls/CA0cc0…/Payments PaymentConnector=sandbox');
    expect(path('/other')).toBe('/other');
  });

  test('marks faults, failures and errors', () => {
    expect(logLine(entry('WEBHOOK', { what: 'twiml', fault: 'dropped' })).isError).toBe(true);
    expect(logLine(entry('WEBHOOK', { what: 'twiml', failure: 'no answer' })).answer).toBe('no answer');
    expect(logLine(entry('REST', { status: 429 })).isError).toBe(true);
    expect(logLine(entry('ERROR', { code: 11200, message: 'm' })).isError).toBe(true);
    expect(logLine(entry('CALL', { to: 'client:alice', status: 'ringing' })).isError).toBe(false);
  });

  test('shows how many keys the payment received', () => {
    expect(logLine(entry('KEYS', { keys: 'xxxx', heardByPayment: 3, hungUp: false })).answer).toBe('3/4');
  });
});
