// One payment that the client follows: its changes become events, and methods wait for its states.
import type { Digits, FieldName, PaySession } from '@agentpay/pay-client';
import { cardUpdateOf } from './card-update.js';
import { endError, PayClientError } from './errors.js';
import { eventsOf, type Emit } from './events.js';
import type { CardField } from './options.js';

/** Ends a wait with `true`, or by throwing. */
type Test = (session: PaySession) => boolean;

interface Wait {
  readonly test: Test;
  resolve(session: PaySession): void;
  reject(error: Error): void;
}

const BEFORE_SUBMIT: readonly PaySession['state'][] = ['idle', 'capturing', 'ready'];

export class Payment {
  private last: PaySession | undefined;
  private lastUpdate = '';
  private failure: PayClientError | undefined;
  /** Why this payment is not followed any more. */
  private unfollowedBy: Error | undefined;
  private readonly waits = new Set<Wait>();
  /** Fields that are being reset, and whether the customer was asked for them meanwhile. */
  private readonly resets = new Map<FieldName, boolean>();

  constructor(
    readonly id: string,
    private readonly emit: Emit,
  ) {}

  get session(): PaySession | undefined {
    return this.last;
  }

  /** Whether the customer may still be typing, or the outcome is to come. */
  get isOpen(): boolean {
    return this.last !== undefined && !this.last.final && this.last.state !== 'unconfirmed';
  }

  /** Takes in the newest state. An older one than the last changes nothing. */
  observe(session: PaySession, typing: Digits | undefined): void {
    const before = this.last;
    if (before !== undefined && session.version < before.version) return;
    this.last = session;
    this.emitUpdate(session, typing);
    if (before?.version === session.version) return;
    this.emitProgress(before, session);
    for (const wait of [...this.waits]) this.check(wait, session);
  }

  /** Waits until Twilio has opened the payment. Rejects if it ends before. */
  opened(): Promise<PaySession> {
    return this.until((session) => {
      this.throwIfEnded(session);
      return session.state !== 'opening';
    });
  }

  /** Waits until the submitted payment is paid or tokenized. Rejects with its end, if it is another. */
  submitted(): Promise<PaySession> {
    return this.until((session) => {
      if (isTaken(session)) return true;
      this.throwIfEnded(session);
      if (!BEFORE_SUBMIT.includes(session.state)) return false;
      throw new PayClientError('not-submitted', 'A field is still missing', session);
    });
  }

  /** Waits until the payment is cancelled. Rejects with its end, if it is another. */
  cancelled(): Promise<PaySession> {
    return this.until((session) => {
      if (session.state === 'cancelled') return true;
      this.throwIfEnded(session);
      return false;
    });
  }

  /** Asks for a field again. `request` sends the command. */
  async reset(field: CardField, request: () => Promise<PaySession>): Promise<PaySession> {
    const events = eventsOf(field);
    this.resets.set(field, false);
    try {
      const session = await request();
      if (events !== undefined) this.emit(events.reset);
      this.resets.set(field, true);
      return session;
    } finally {
      const wasAsked = this.resets.get(field) === true;
      this.resets.delete(field);
      if (wasAsked && events !== undefined) this.emit(events.capturing);
    }
  }

  /** Follows the payment no longer: all waits end with this error. */
  giveUp(error: Error): void {
    this.unfollowedBy = error;
    for (const wait of this.waits) wait.reject(error);
    this.waits.clear();
  }

  private emitUpdate(session: PaySession, typing: Digits | undefined): void {
    if (session.payment === undefined) return;
    const update = cardUpdateOf(session, typing);
    const text = JSON.stringify(update);
    if (text === this.lastUpdate) return;
    this.lastUpdate = text;
    this.emit('cardUpdate', update);
  }

  private emitProgress(before: PaySession | undefined, now: PaySession): void {
    if (before?.payment === undefined && now.payment !== undefined) this.emit('capturing');
    for (const field of askedFor(before, now)) {
      const events = eventsOf(field);
      if (this.resets.has(field)) this.resets.set(field, true);
      else if (events !== undefined) this.emit(events.capturing);
    }
    if (before?.state === now.state) return;
    if (now.state === 'ready') this.emit('captureComplete');
    else if (now.state === 'cancelled') this.emit('cancelledCapture');
    else if (isTaken(now)) this.emit('submitComplete', now);
    else if (now.final || now.state === 'unconfirmed') this.emit('error', this.endError(now));
  }

  private until(test: Test): Promise<PaySession> {
    return new Promise((resolve, reject) => {
      if (this.unfollowedBy !== undefined) return reject(this.unfollowedBy);
      const wait: Wait = { test, resolve, reject };
      this.waits.add(wait);
      if (this.last !== undefined) this.check(wait, this.last);
    });
  }

  private check(wait: Wait, session: PaySession): void {
    try {
      if (!wait.test(session)) return;
      wait.resolve(session);
    } catch (e) {
      wait.reject(e as Error);
    }
    this.waits.delete(wait);
  }

  private throwIfEnded(session: PaySession): void {
    if (session.final || session.state === 'unconfirmed') throw this.endError(session);
  }

  /** The same error for the event and for each method that waits. */
  private endError(session: PaySession): PayClientError {
    if (this.failure?.code !== session.state) this.failure = endError(session);
    return this.failure ?? endError(session);
  }
}

/**
 * The fields that the customer was asked for since `before`. After a broken connection several steps may have passed
 * at once.
 */
function askedFor(before: PaySession | undefined, now: PaySession): FieldName[] {
  const isNew = (field: FieldName) =>
    before?.capturing !== field && before?.fields.find((f) => f.field === field)?.state !== 'captured';
  const captured = now.fields.filter(({ state }) => state === 'captured').map(({ field }) => field);
  const passed = before === undefined ? [] : captured.filter(isNew);
  const { capturing } = now;
  return capturing === undefined || capturing === before?.capturing ? passed : [...passed, capturing];
}

function isTaken(session: PaySession): boolean {
  return session.state === 'paid' || session.state === 'tokenized';
}
