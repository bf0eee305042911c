// Types a test card for the customer, key by key: each field when it is captured.
import { fieldOf, type Captured, type Field, type SimulatedCall, type TestCard } from '../simulator.js';

/** Five digits; # ends the input. */
const POSTAL_CODE = '94105#';
/** A test routing number from Stripe's documentation, and a test account number from Twilio's. */
const BANK_ROUTING = '110000000';
const BANK_ACCOUNT = '123456789#';

export function keysFor(field: Field, card: TestCard): string {
  switch (field) {
    case 'payment-card-number':
      return card.number;
    case 'expiration-date':
      return card.expiry;
    case 'security-code':
      return card.code;
    case 'postal-code':
      return POSTAL_CODE;
    case 'bank-routing-number':
      return BANK_ROUTING;
    case 'bank-account-number':
      return BANK_ACCOUNT;
  }
}

export class CardTypist {
  private typedFor: Captured | '' = '';
  private sawPayment = false;
  private remaining: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  /**
   * @param gap ms between two keys
   * @param press called to press a key
   * @param done called when it stops: the payment or the call is over, or it was stopped
   */
  constructor(
    readonly card: TestCard,
    readonly gap: number,
    private readonly press: (key: string) => void,
    private readonly done: () => void,
  ) {}

  /** Call after each change of the call: types the field that is captured now. */
  update(call: SimulatedCall | undefined): void {
    if (this.stopped) return;
    const active = call === undefined ? undefined : activeCall(call);
    if (active === undefined) {
      this.stop();
      return;
    }
    if (active.paymentSid !== '') this.sawPayment = true;
    else if (this.sawPayment) {
      this.stop(); // the payment is over; the next one needs another click
      return;
    }
    if (active.capturing === this.typedFor) return;
    this.typedFor = active.capturing;
    clearTimeout(this.timer);
    this.remaining = this.typedFor === '' ? [] : [...keysFor(fieldOf(this.typedFor), this.card)];
    this.next(Math.max(this.gap, 150));
  }

  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    clearTimeout(this.timer);
    this.remaining = [];
    this.done();
  }

  private next(wait: number): void {
    if (this.remaining.length === 0) return;
    this.timer = setTimeout(() => {
      const key = this.remaining.shift();
      if (key === undefined || this.stopped) return;
      this.press(key);
      this.next(this.gap);
    }, wait);
  }
}

/** The call; `undefined` if it has ended or the line is busy. */
function activeCall(call: SimulatedCall): SimulatedCall | undefined {
  return call.hears.kind === 'ended' || call.hears.kind === 'busy' ? undefined : call;
}
