// The simulator's control interface (docs/simulator.md), as far as the phone uses it.
import { requestJson } from '@agentpay/http';

export type LineAudio = 'ringing' | 'speech' | 'sound' | 'talking' | 'silence' | 'busy' | 'ended';

export type Field =
  | 'payment-card-number'
  | 'expiration-date'
  | 'security-code'
  | 'postal-code'
  | 'bank-routing-number'
  | 'bank-account-number';

/** A call leg, with the legs that were dialled from it. */
export interface SimulatedCall {
  sid: string;
  kind: 'pstn' | 'client' | 'sip';
  direction: string;
  from: string;
  to: string;
  identity: string;
  status: string;
  createdAt: string;
  /** Of the open payment; empty when there is none. */
  paymentSid: string;
  /** What the open payment listens for; empty when nothing. */
  capturing: Field | '';
  hears: { kind: LineAudio; text: string };
  children: SimulatedCall[];
}

export interface JournalEntry {
  number: number;
  at: string;
  kind: 'REST' | 'WEBHOOK' | 'CONNECTOR' | 'KEYS' | 'CALL' | 'ERROR';
  details: Record<string, unknown>;
}

/** A published test card. */
export interface TestCard {
  number: string;
  brand: string;
  outcome: string;
  expiry: string;
  code: string;
}

export interface Faults {
  seed: number;
  webhooks: {
    drop: number;
    duplicate: number;
    reorder: number;
    delay: number;
    delayMillis: number;
    dropNext: number;
    dropNextFinal: number;
  };
  rest: {
    tooManyRequests: number;
    serverError: number;
    lostAnswer: number;
    loseNext: number;
    delayMillis: number;
    failNext: unknown[];
  };
  keys: { hangUp: number; hangUpAfter: number; nextErrorTypes: string[] };
  connector: { timeout: number; timeoutNext: number; unreachableNext: number; malformedNext: number };
}

/** Client of the control interface. Rejects with `ProblemError` or `UnreachableError`. */
export class Simulator {
  constructor(private readonly baseUrl = '') {}

  /** Server-sent events: `world`, `journal`, `call`. */
  get eventsUrl(): string {
    return `${this.baseUrl}/simulator/events`;
  }

  async numbers(): Promise<string[]> {
    const { numbers } = await this.ask<{ numbers: { number: string }[] }>('GET', 'numbers');
    return numbers.map((n) => n.number);
  }

  async cards(): Promise<TestCard[]> {
    return (await this.ask<{ cards: TestCard[] }>('GET', 'cards')).cards;
  }

  async journal(since: number): Promise<JournalEntry[]> {
    return (await this.ask<{ entries: JournalEntry[] }>('GET', `journal?since=${since}`)).entries;
  }

  call(from: string, to: string): Promise<SimulatedCall> {
    return this.ask('POST', 'calls', { from, to });
  }

  press(sid: string, digits: string): Promise<unknown> {
    return this.ask('POST', `calls/${sid}/digits`, { digits });
  }

  hangUp(sid: string): Promise<unknown> {
    return this.ask('POST', `calls/${sid}/hangup`);
  }

  faults(): Promise<Faults> {
    return this.ask('GET', 'faults');
  }

  useFaults(faults: Faults): Promise<Faults> {
    return this.ask('PUT', 'faults', faults);
  }

  private ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    return requestJson({ method, url: `${this.baseUrl}/simulator/${path}`, body });
  }
}

/** Whether the leg and all that were dialled from it have ended. */
export function isOver(call: SimulatedCall): boolean {
  return call.hears.kind === 'ended' || call.hears.kind === 'busy';
}
