import { beforeEach, describe, expect, it } from 'vitest';
import { Payment } from '../src/payment.js';
import { capturing, session } from './samples.js';

let events: string[];
let errors: Error[];
let payment: Payment;

beforeEach(() => {
  [events, errors] = [[], []];
  payment = new Payment('ps_1', (event, ...args) => {
    events.push(event);
    if (args[0] instanceof Error) errors.push(args[0]);
  });
});

/** The events without `cardUpdate`. */
const progress = () => events.filter((event) => event !== 'cardUpdate');

function observe(...states: Parameters<Payment['observe']>[0][]): void {
  for (const state of states) payment.observe(state, undefined);
}

describe('Payment', () => {
  it('tells each step once', () => {
    const first = capturing('payment-card-number');
    observe(
      session('opening'),
      session('idle'),
      first,
      first,
      capturing('security-code', ['payment-card-number']),
    );
    observe(session('ready'), session('completing'), session('paid'));
    expect(progress()).toEqual([
      'capturing',
      'capturingCard',
      'capturingSecurityCode',
      'captureComplete',
      'submitComplete',
    ]);
  });

  it('tells the steps that passed while the connection was broken', () => {
    observe(capturing('payment-card-number'));
    observe(
      session('ready', {}, [
        { field: 'payment-card-number', state: 'captured' },
        { field: 'security-code', state: 'captured' },
        { field: 'expiration-date', state: 'captured' },
      ]),
    );
    expect(progress()).toEqual([
      'capturing',
      'capturingCard',
      'capturingSecurityCode',
      'capturingDate',
      'captureComplete',
    ]);
  });

  it('continues a payment that was opened before', () => {
    observe(capturing('security-code', ['payment-card-number']));
    expect(progress()).toEqual(['capturing', 'capturingSecurityCode']);
  });

  it('ignores older states', () => {
    const older = capturing('payment-card-number');
    observe(session('ready'), older);
    expect(progress()).toEqual(['capturing', 'captureComplete']);
    expect(payment.session?.state).toBe('ready');
  });

  it('updates the card only if something has changed', () => {
    const state = capturing('security-code');
    const typing = { paySession: 'ps_1', field: 'security-code' as const, at: '' };
    payment.observe(state, { ...typing, mask: 'x' });
    payment.observe(state, { ...typing, mask: 'x' });
    payment.observe(state, { ...typing, mask: 'xx' });
    expect(events.filter((event) => event === 'cardUpdate')).toHaveLength(2);
  });

  it('does not call an unconfirmed payment complete until there is proof', async () => {
    observe(session('ready'), session('completing'));
    const submitted = payment.submitted();
    observe(session('unconfirmed'));
    await expect(submitted).rejects.toMatchObject({ code: 'unconfirmed' });
    expect(progress().at(-1)).toBe('error');
    expect(payment.isOpen).toBe(false);
    observe(session('paid'));
    expect(progress().at(-1)).toBe('submitComplete');
    await expect(payment.submitted()).resolves.toMatchObject({ state: 'paid' });
  });

  it('rejects a submit that Twilio did not take', async () => {
    observe(session('completing'));
    const submitted = payment.submitted();
    observe(capturing('security-code'));
    await expect(submitted).rejects.toMatchObject({ code: 'not-submitted' });
    expect(errors).toEqual([]);
  });

  it.each(['declined', 'abandoned', 'failed'] as const)('is %s with one error everywhere', async (state) => {
    observe(session('completing'));
    const submitted = payment.submitted().catch((e: unknown) => e);
    observe(session(state, { outcome: { text: 'no funds' } }));
    const error = await submitted;
    expect(error).toMatchObject({ code: state, message: expect.stringContaining('no funds') as string });
    expect(errors).toEqual([error]);
    expect(await payment.submitted().catch((e: unknown) => e)).toBe(error);
  });

  it('rejects a cancel that came too late', async () => {
    observe(session('cancelling'));
    const cancelled = payment.cancelled();
    observe(session('paid'));
    await expect(cancelled).rejects.toMatchObject({ code: 'paid' });
    expect(progress()).not.toContain('cancelledCapture');
  });

  it('rejects a start that was cancelled', async () => {
    observe(session('opening'));
    const opened = payment.opened();
    observe(session('cancelled'));
    await expect(opened).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('tells a reset before the customer is asked again', async () => {
    observe(capturing('security-code', ['payment-card-number']));
    events.length = 0;
    await payment.reset('payment-card-number', () => {
      const again = capturing('payment-card-number');
      observe(again);
      return Promise.resolve(again);
    });
    expect(progress()).toEqual(['cardReset', 'capturingCard']);
  });

  it('tells no reset that failed', async () => {
    observe(capturing('payment-card-number'));
    events.length = 0;
    const failed = payment.reset('security-code', () => {
      observe(capturing('security-code', ['payment-card-number'])); // the customer has come to it by himself
      return Promise.reject(new Error('refused'));
    });
    await expect(failed).rejects.toThrow('refused');
    expect(progress()).toEqual(['capturingSecurityCode']);
  });

  it('ends the waits when it is followed no longer', async () => {
    observe(session('completing'));
    const submitted = payment.submitted();
    const detached = new Error('detached');
    payment.giveUp(detached);
    await expect(submitted).rejects.toBe(detached);
    await expect(payment.submitted()).rejects.toBe(detached);
  });
});
