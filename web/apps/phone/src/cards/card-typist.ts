// Types a card for the customer: each field when it is asked for, key by key.
import type { Field, SimulatedCall, TestCard } from '../simulator.js';

/** A five-digit code; # says that no more digits follow. */
const POSTAL_CODE = '94105#';
/** A routing number that Stripe publishes for tests, and an account number that Twilio does. */
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
  private typedFor: Field | '' = '';
  private sawPayment = false;
  private left: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private over = false;

  /**
   * @param gap ms between two keys
   * @param press presses one key
   * @param done the card is not needed any more
   */
  constructor(
    readonly card: TestCard,
    readonly gap: number,
    private readonly press: (key: string) => void,
    private readonly done: () => void,
  ) {}

  /** Looks at the call: is something asked for that was not typed yet? */
  look(call: SimulatedCall | undefined): void {
    if (this.over) return;
    const listens = call === undefined ? undefined : listening(call);
    if (listens === undefined) {
      this.stop();
      return;
    }
    if (listens.paymentSid !== '') this.sawPayment = true;
    else if (this.sawPayment) {
      this.stop(); // the payment is over; another one wants another click
      return;
    }
    if (listens.capturing === this.typedFor) return;
    this.typedFor = listens.capturing;
    clearTimeout(this.timer);
    this.left = this.typedFor === '' ? [] : [...keysFor(this.typedFor, this.card)];
    this.next(Math.max(this.gap, 150));
  }

  stop(): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    this.left = [];
    this.done();
  }

  private next(wait: number): void {
    if (this.left.length === 0) return;
    this.timer = setTimeout(() => {
      const key = this.left.shift();
      if (key === undefined || this.over) return;
      this.press(key);
      this.next(this.gap);
    }, wait);
  }
}

/** The call while somebody is on the line. */
function listening(call: SimulatedCall): SimulatedCall | undefined {
  return call.hears.kind === 'ended' || call.hears.kind === 'busy' ? undefined : call;
}
