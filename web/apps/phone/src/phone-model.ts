// What the phone knows and does, apart from how it looks.
import { ProblemError, SseConnection, type ConnectionState, type SseFrame } from '@agentpay/http';
import {
  Simulator,
  isOver,
  type Faults,
  type Field,
  type JournalEntry,
  type SimulatedCall,
  type TestCard,
} from './simulator.js';
import { CardTypist } from './cards/card-typist.js';

/** Lines that are kept to look at; the simulator has more. */
export const MOST_LINES = 300;

/** Calls that are remembered when they have ended; a load test makes thousands. */
const MOST_CALLS = 100;

/** Keys on the handset's screen; no field is longer. */
const MOST_KEYS = 24;

/** The page waits this long before it asks again which faults are left: they come in bursts. */
const FAULTS_AFTER_MS = 300;

export const PACES = { person: 250, quick: 40 } as const;
export type Pace = keyof typeof PACES;

const CALL = 'agentpay.phone.call';
const FROM = 'agentpay.phone.from';
const FIRST_FROM = '+12025550147';

/** What went wrong with the last wish: the simulator's own words, or that it is away. */
export type Trouble = { kind: 'refused'; detail: string } | { kind: 'unreachable' };

export interface PhoneModelListener {
  changed: () => void;
  /** A key went down, by hand or by the typist. */
  pressed: (key: string) => void;
}

export class PhoneModel {
  connection: ConnectionState = { state: 'connecting' };
  numbers: string[] = [];
  cards: TestCard[] = [];
  lines: JournalEntry[] = [];
  faults: Faults | undefined;
  trouble: Trouble | undefined;
  from = stored(localStorage, FROM) || FIRST_FROM;
  to = '';
  pace: Pace = 'person';
  isDialling = false;
  /** Keys pressed since something else was asked for. */
  keys = '';
  /** When the customer got somebody on the line, in ms since 1970. */
  talkingSince: number | undefined;
  private typist: CardTypist | undefined;
  private sid = stored(sessionStorage, CALL);
  private world = '';
  private field: Field | '' = '';
  private readonly calls = new Map<string, SimulatedCall>();
  private waiting = '';
  private isSending = false;
  private faultsTimer: ReturnType<typeof setTimeout> | undefined;
  private updates: SseConnection | undefined;

  constructor(
    private readonly simulator: Simulator,
    private readonly events: PhoneModelListener,
  ) {}

  /** Begins to watch the simulator. */
  open(): void {
    this.updates ??= new SseConnection(
      { url: this.simulator.eventsUrl },
      { frame: (frame) => this.frame(frame), connection: (connection) => this.connected(connection) },
    );
  }

  close(): void {
    this.typist?.stop();
    clearTimeout(this.faultsTimer);
    this.updates?.close();
  }

  retryNow(): void {
    this.updates?.retryNow();
  }

  /** The call this handset is on, or was on last. */
  get call(): SimulatedCall | undefined {
    return this.calls.get(this.sid);
  }

  get isOnCall(): boolean {
    return this.call !== undefined && !isOver(this.call);
  }

  /** Customers' calls that are open and that this handset is not on. */
  get otherCalls(): SimulatedCall[] {
    return [...this.calls.values()].filter(
      (c) => c.sid !== this.sid && c.direction === 'inbound' && !isOver(c),
    );
  }

  /** The softphones at the other end. */
  get agents(): SimulatedCall[] {
    return this.call?.children.filter((leg) => !isOver(leg)) ?? [];
  }

  get card(): TestCard | undefined {
    return this.isOnCall ? this.typist?.card : undefined;
  }

  async dial(): Promise<void> {
    if (this.isOnCall || this.isDialling) return;
    this.isDialling = true;
    this.keys = '';
    store(localStorage, FROM, this.from);
    await this.wish(async () => {
      const call = await this.simulator.call(this.from.trim(), this.to);
      if (!this.calls.has(call.sid)) this.calls.set(call.sid, call);
      this.take(call.sid);
    });
    this.isDialling = false;
    this.events.changed();
  }

  /** Picks up the handset of another open call. */
  take(sid: string): void {
    this.putDownCard();
    this.sid = sid;
    this.keys = '';
    this.field = this.call?.capturing ?? '';
    this.talkingSince = undefined;
    store(sessionStorage, CALL, sid);
    this.look();
  }

  hangUp(): Promise<boolean> {
    return this.wish(async () => {
      if (this.call !== undefined) await this.simulator.hangUp(this.call.sid);
    });
  }

  press(key: string): void {
    if (!this.isOnCall) return;
    this.keys = (this.keys + key).slice(-MOST_KEYS);
    this.waiting += key;
    this.events.pressed(key);
    this.events.changed();
    void this.send();
  }

  /** Has a card typed, or stops typing it. */
  use(card: TestCard): void {
    const isSame = this.card === card;
    this.putDownCard();
    if (isSame || !this.isOnCall) return;
    this.typist = new CardTypist(
      card,
      PACES[this.pace],
      (key) => this.press(key),
      () => this.putDownCard(),
    );
    this.typist.look(this.call);
    this.events.changed();
  }

  useFaults(faults: Faults): Promise<boolean> {
    this.faults = faults;
    this.events.changed();
    return this.wish(async () => {
      this.faults = await this.simulator.useFaults(faults);
    });
  }

  private putDownCard(): void {
    const typist = this.typist;
    this.typist = undefined;
    typist?.stop();
    this.events.changed();
  }

  /** Keys go out in their order: those that gather while some are under way go together. */
  private async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    while (this.waiting !== '') {
      const keys = this.waiting;
      const sid = this.sid;
      this.waiting = '';
      const done = await this.wish(() => this.simulator.press(sid, keys));
      if (!done) {
        this.waiting = '';
        this.putDownCard();
      }
    }
    this.isSending = false;
  }

  private async wish(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      this.trouble = undefined;
      return true;
    } catch (e) {
      this.trouble =
        e instanceof ProblemError ? { kind: 'refused', detail: e.message } : { kind: 'unreachable' };
      return false;
    } finally {
      this.events.changed();
    }
  }

  private connected(connection: ConnectionState): void {
    this.connection = connection;
    if (connection.state === 'live' && this.trouble?.kind === 'unreachable') this.trouble = undefined;
    this.events.changed();
  }

  private frame(frame: SseFrame): void {
    const data: unknown = JSON.parse(frame.data);
    if (frame.event === 'world') this.enter(data as { name: string; last: number });
    else if (frame.event === 'journal') this.line([data as JournalEntry]);
    else if (frame.event === 'call') this.seen(data as SimulatedCall);
    this.events.changed();
  }

  /** Another world has another journal and other calls. */
  private enter(world: { name: string; last: number }): void {
    // A stream that comes back shows the calls that are open: others have ended meanwhile.
    this.calls.clear();
    if (world.name === this.world) return;
    this.world = world.name;
    this.lines = [];
    void this.wish(async () => {
      const [numbers, cards, faults, journal] = await Promise.all([
        this.simulator.numbers(),
        this.simulator.cards(),
        this.simulator.faults(),
        this.simulator.journal(Math.max(0, world.last - MOST_LINES)),
      ]);
      this.numbers = numbers;
      this.cards = cards;
      this.faults = faults;
      if (!numbers.includes(this.to)) this.to = numbers[0] ?? '';
      this.line(journal);
    });
  }

  private line(entries: JournalEntry[]): void {
    const known = new Set(this.lines.map((line) => line.number));
    this.lines = [...this.lines, ...entries.filter((entry) => !known.has(entry.number))]
      .sort((a, b) => a.number - b.number)
      .slice(-MOST_LINES);
    if (entries.some((entry) => entry.details.fault !== undefined || entry.kind === 'KEYS')) this.askFaults();
  }

  /** Counted faults are used up as they strike. */
  private askFaults(): void {
    clearTimeout(this.faultsTimer);
    this.faultsTimer = setTimeout(() => {
      void this.simulator.faults().then(
        (faults) => {
          this.faults = faults;
          this.events.changed();
        },
        () => undefined, // the next line asks again
      );
    }, FAULTS_AFTER_MS);
  }

  private seen(call: SimulatedCall): void {
    this.calls.set(call.sid, call);
    if (call.sid === this.sid) this.look();
    if (this.calls.size > MOST_CALLS) this.forgetOne();
  }

  /** Not at once when it ends: the end of a call may be here before the answer that it began. */
  private forgetOne(): void {
    const old = [...this.calls.values()].find((call) => call.sid !== this.sid && isOver(call));
    if (old !== undefined) this.calls.delete(old.sid);
  }

  private look(): void {
    const call = this.call;
    if (call === undefined) return;
    if (call.capturing !== this.field) {
      this.field = call.capturing;
      this.keys = '';
    }
    if (call.hears.kind === 'talking') this.talkingSince ??= Date.now();
    this.typist?.look(call);
  }
}

function stored(storage: Storage, key: string): string {
  try {
    return storage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

function store(storage: Storage, key: string, value: string): void {
  try {
    storage.setItem(key, value);
  } catch {
    // A browser that keeps nothing starts anew after a reload.
  }
}
