// Client of the simulator's control interface (docs/simulator.md): the part that the phone uses.
import { requestJson } from '@agentpay/http';

export type LineAudio = 'ringing' | 'speech' | 'sound' | 'talking' | 'silence' | 'busy' | 'ended';

export type Field =
  | 'payment-card-number'
  | 'expiration-date'
  | 'security-code'
  | 'postal-code'
  | 'bank-routing-number'
  | 'bank-account-number';

/** What a Payment captures: a field, or its second entry, which has to match the first. */
export type Captured = Field | `${Exclude<Field, `bank-${string}`>}-matcher`;

export function fieldOf(captured: Captured): Field {
  return captured.replace(/-matcher$/, '') as Field;
}

/** A call leg, with the legs that it dialled. */
export interface SimulatedCall {
  sid: string;
  kind: 'pstn' | 'client' | 'sip';
  direction: string;
  from: string;
  to: string;
  identity: string;
  status: string;
  createdAt: string;
  /** Sid of the open Payment; empty if there is none. */
  paymentSid: string;
  /** What the open Payment captures; empty if nothing. */
  capturing: Captured | '';
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

/** Sends requests. Rejects with `ProblemError` or `UnreachableError`. */
export class Simulator {
  constructor(private readonly baseUrl = '') {}

  /** Server-sent events: `world`, `journal`, `call`. */
  get eventsUrl(): string {
    return `${this.baseUrl}/simulator/events`;
  }

  async numbers(): Promise<string[]> {
    const { numbers } = await this.send<{ numbers: { number: string }[] }>('GET', 'numbers');
    return numbers.map((n) => n.number);
  }

  async cards(): Promise<TestCard[]> {
    return (await this.send<{ cards: TestCard[] }>('GET', 'cards')).cards;
  }

  async journal(since: number): Promise<JournalEntry[]> {
    return (await this.send<{ entries: JournalEntry[] }>('GET', `journal?since=${since}`)).entries;
  }

  call(from: string, to: string): Promise<SimulatedCall> {
    return this.send('POST', 'calls', { from, to });
  }

  press(sid: string, digits: string): Promise<unknown> {
    return this.send('POST', `calls/${sid}/digits`, { digits });
  }

  hangUp(sid: string): Promise<unknown> {
    return this.send('POST', `calls/${sid}/hangup`);
  }

  faults(): Promise<Faults> {
    return this.send('GET', 'faults');
  }

  useFaults(faults: Faults): Promise<Faults> {
    return this.send('PUT', 'faults', faults);
  }

  private send<T>(method: string, path: string, body?: unknown): Promise<T> {
    return requestJson({ method, url: `${this.baseUrl}/simulator/${path}`, body });
  }
}

/** Whether the call has ended, or the line is busy. */
export function isOver(call: SimulatedCall): boolean {
  return call.hears.kind === 'ended' || call.hears.kind === 'busy';
}
