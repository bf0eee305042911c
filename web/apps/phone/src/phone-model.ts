// State and actions of the phone, without its elements.
import { ProblemError, SseConnection, type ConnectionState, type SseFrame } from '@agentpay/http';
import { browserStore, tabStore } from '@agentpay/ui';
import { CardTypist } from './cards/card-typist.js';
import {
  Simulator,
  isOver,
  type Faults,
  type Captured,
  type JournalEntry,
  type SimulatedCall,
  type TestCard,
} from './simulator.js';

/** Maximum number of log lines on the page. The simulator keeps more. */
export const MAX_LINES = 300;

/** Maximum number of calls in memory. A load test makes thousands. */
const MAX_CALLS = 100;

/** Maximum number of keys on the handset's screen. No field is longer. */
const MAX_KEYS = 24;

/** Delay before the faults are loaded again, because log lines come in bursts. */
const FAULTS_DELAY_MS = 300;

export const PACES = { person: 250, quick: 40 } as const;
export type Pace = keyof typeof PACES;

const CALL = 'agentpay.phone.call';
const FROM = 'agentpay.phone.from';
const FIRST_FROM = '+12025550147';

/** Error of the last action: the simulator refused it, or was unreachable. */
export type PhoneError = { kind: 'refused'; detail: string } | { kind: 'unreachable' };

export interface PhoneModelListener {
  changed: () => void;
  /** A key was pressed by the customer or by the typist. */
  pressed: (key: string) => void;
}

export class PhoneModel {
  connection: ConnectionState = { state: 'connecting' };
  numbers: string[] = [];
  cards: TestCard[] = [];
  lines: JournalEntry[] = [];
  faults: Faults | undefined;
  error: PhoneError | undefined;
  from = browserStore.get(FROM) || FIRST_FROM;
  to = '';
  pace: Pace = 'person';
  isDialling = false;
  /** Keys pressed since the captured field changed. */
  keys = '';
  /** When the conversation began, by `performance.now()`. */
  talkingSince: number | undefined;
  private typist: CardTypist | undefined;
  private sid = tabStore.get(CALL) ?? '';
  private world = '';
  private field: Captured | '' = '';
  private readonly calls = new Map<string, SimulatedCall>();
  private unsentKeys = '';
  private isSending = false;
  private faultsTimer: ReturnType<typeof setTimeout> | undefined;
  private updates: SseConnection | undefined;

  constructor(
    private readonly simulator: Simulator,
    private readonly listener: PhoneModelListener,
  ) {}

  /** Connects to the simulator. */
  open(): void {
    this.updates ??= new SseConnection(
      { url: this.simulator.eventsUrl },
      { frame: (frame) => this.frame(frame), connection: (connection) => this.connectionChanged(connection) },
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

  /** The handset's current or last call. */
  get call(): SimulatedCall | undefined {
    return this.calls.get(this.sid);
  }

  get isOnCall(): boolean {
    return this.call !== undefined && !isOver(this.call);
  }

  /** Open inbound calls that are not on this handset. */
  get otherCalls(): SimulatedCall[] {
    return [...this.calls.values()].filter(
      (c) => c.sid !== this.sid && c.direction === 'inbound' && !isOver(c),
    );
  }

  /** The agents' legs of the call. */
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
    browserStore.set(FROM, this.from);
    await this.attempt(async () => {
      const call = await this.simulator.call(this.from.trim(), this.to);
      if (!this.calls.has(call.sid)) this.calls.set(call.sid, call);
      this.switchTo(call.sid);
    });
    this.isDialling = false;
    this.listener.changed();
  }

  /** Switches this handset to another open call. */
  switchTo(sid: string): void {
    this.stopTyping();
    this.sid = sid;
    this.keys = '';
    this.field = this.call?.capturing ?? '';
    this.talkingSince = undefined;
    tabStore.set(CALL, sid);
    this.update();
  }

  hangUp(): Promise<boolean> {
    return this.attempt(async () => {
      if (this.call !== undefined) await this.simulator.hangUp(this.call.sid);
    });
  }

  press(key: string): void {
    if (!this.isOnCall) return;
    this.keys = (this.keys + key).slice(-MAX_KEYS);
    this.unsentKeys += key;
    this.listener.pressed(key);
    this.listener.changed();
    void this.send();
  }

  /** Types a card. If this card is being typed, stops it. */
  toggleCard(card: TestCard): void {
    const isSame = this.card === card;
    this.stopTyping();
    if (isSame || !this.isOnCall) return;
    this.typist = new CardTypist(
      card,
      PACES[this.pace],
      (key) => this.press(key),
      () => this.stopTyping(),
    );
    this.typist.update(this.call);
    this.listener.changed();
  }

  useFaults(faults: Faults): Promise<boolean> {
    this.faults = faults;
    this.listener.changed();
    return this.attempt(async () => {
      this.faults = await this.simulator.useFaults(faults);
    });
  }

  private stopTyping(): void {
    const typist = this.typist;
    this.typist = undefined;
    typist?.stop();
    this.listener.changed();
  }

  /** Sends keys in order. Keys pressed during a request go together in the next one. */
  private async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    while (this.unsentKeys !== '') {
      const keys = this.unsentKeys;
      const sid = this.sid;
      this.unsentKeys = '';
      const done = await this.attempt(() => this.simulator.press(sid, keys));
      if (!done) {
        this.unsentKeys = '';
        this.stopTyping();
      }
    }
    this.isSending = false;
  }

  private async attempt(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      this.error = undefined;
      return true;
    } catch (e) {
      this.error =
        e instanceof ProblemError ? { kind: 'refused', detail: e.message } : { kind: 'unreachable' };
      return false;
    } finally {
      this.listener.changed();
    }
  }

  private connectionChanged(connection: ConnectionState): void {
    this.connection = connection;
    if (connection.state === 'live' && this.error?.kind === 'unreachable') this.error = undefined;
    this.listener.changed();
  }

  private frame(frame: SseFrame): void {
    const data: unknown = JSON.parse(frame.data);
    if (frame.event === 'world') this.worldChanged(data as { name: string; last: number });
    else if (frame.event === 'journal') this.addLines([data as JournalEntry]);
    else if (frame.event === 'call') this.callChanged(data as SimulatedCall);
    this.listener.changed();
  }

  /** Called after each connect. Loads everything again if the simulator was reset. */
  private worldChanged(world: { name: string; last: number }): void {
    // After a reconnect the simulator sends all open calls; the others have ended.
    this.calls.clear();
    if (world.name === this.world) return;
    this.world = world.name;
    this.lines = [];
    void this.attempt(async () => {
      const [numbers, cards, faults, journal] = await Promise.all([
        this.simulator.numbers(),
        this.simulator.cards(),
        this.simulator.faults(),
        this.simulator.journal(Math.max(0, world.last - MAX_LINES)),
      ]);
      this.numbers = numbers;
      this.cards = cards;
      this.faults = faults;
      if (!numbers.includes(this.to)) this.to = numbers[0] ?? '';
      this.addLines(journal);
    });
  }

  private addLines(entries: JournalEntry[]): void {
    const known = new Set(this.lines.map((line) => line.number));
    this.lines = [...this.lines, ...entries.filter((entry) => !known.has(entry.number))]
      .sort((a, b) => a.number - b.number)
      .slice(-MAX_LINES);
    if (entries.some((entry) => entry.details.fault !== undefined || entry.kind === 'KEYS'))
      this.reloadFaults();
  }

  /** Loads the faults again, because one-time faults turn off after use. */
  private reloadFaults(): void {
    clearTimeout(this.faultsTimer);
    this.faultsTimer = setTimeout(() => {
      void this.simulator.faults().then(
        (faults) => {
          this.faults = faults;
          this.listener.changed();
        },
        () => undefined, // the next log line tries again
      );
    }, FAULTS_DELAY_MS);
  }

  private callChanged(call: SimulatedCall): void {
    this.calls.set(call.sid, call);
    if (call.sid === this.sid) this.update();
    if (this.calls.size > MAX_CALLS) this.removeOldest();
  }

  /** Removes the oldest ended call. Recent ones stay, because a call may end before its dial request is answered. */
  private removeOldest(): void {
    const old = [...this.calls.values()].find((call) => call.sid !== this.sid && isOver(call));
    if (old !== undefined) this.calls.delete(old.sid);
  }

  private update(): void {
    const call = this.call;
    if (call === undefined) return;
    if (call.capturing !== this.field) {
      this.field = call.capturing;
      this.keys = '';
    }
    if (call.hears.kind === 'talking') this.talkingSince ??= performance.now();
    this.typist?.update(call);
  }
}
