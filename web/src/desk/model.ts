// What the desk knows and does, apart from how it looks.
import {
  PayClient,
  ProblemError,
  type Call,
  type Change,
  type Connection,
  type Desk,
  type Login,
  type PaySession,
  type World,
  NOTHING,
} from '../pay-client/index.js';
import { NO_SOFTPHONE, type Softphone } from './softphone.js';
import { SimulatedSoftphone } from './simulated-softphone.js';
import { t } from './words.js';

const TOKEN = 'agentpay.login';

/** How long the server may take to hear that a call was answered before the page says so itself. */
const CLAIM_AFTER_MS = 2_500;

/** The tab's own sign-in, kept for a reload and for nobody else. */
export function keptLogin(): Login | undefined {
  const kept = sessionStorage.getItem(TOKEN);
  if (kept === null) return undefined;
  const login = JSON.parse(kept) as Login;
  return Date.parse(login.expiresAt) > Date.now() ? login : undefined;
}

export function keepLogin(login: Login | undefined): void {
  if (login === undefined) sessionStorage.removeItem(TOKEN);
  else sessionStorage.setItem(TOKEN, JSON.stringify(login));
}

export interface ModelEvents {
  changed: () => void;
  happened: (change: Change) => void;
  signedOut: () => void;
}

/** One signed-in desk. */
export class DeskModel {
  world: World = NOTHING;
  connection: Connection = { state: 'connecting' };
  desk: Desk | undefined;
  softphone: Softphone = NO_SOFTPHONE;
  /** What went wrong with the last wish, in words for the agent. */
  trouble: string | undefined;
  /** Calls on which the agent has asked for another payment. */
  private readonly drafting = new Set<string>();
  private chosen: string | undefined;
  /** The call that was shown last: its result stays until another call takes its place. */
  private shown: string | undefined;
  private readonly client: PayClient;

  constructor(
    login: Login,
    private readonly events: ModelEvents,
  ) {
    this.client = new PayClient('', login.token, {
      changed: (world, change) => {
        this.world = world;
        if (change !== undefined) this.events.happened(change);
        this.events.changed();
      },
      connection: (connection) => {
        this.connection = connection;
        this.events.changed();
      },
      signedOut: () => this.events.signedOut(),
    });
    void this.begin(login);
  }

  get isSupervisor(): boolean {
    return this.world.me?.user.role === 'supervisor';
  }

  /** Calls that are not over, newest first. */
  get liveCalls(): Call[] {
    return [...this.world.calls.values()]
      .filter((call) => call.state !== 'ended')
      .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  }

  /** The call that the desk is about: the chosen one, or the one on the line. */
  get call(): Call | undefined {
    const { calls } = this.world;
    const chosen = this.chosen === undefined ? undefined : calls.get(this.chosen);
    const call =
      chosen !== undefined && chosen.state !== 'ended'
        ? chosen
        : this.liveCalls.find((c) => c.state === 'answered');
    if (call !== undefined) this.shown = call.sid;
    return call ?? (this.shown === undefined ? undefined : calls.get(this.shown));
  }

  /** The payment that is shown for the call, if not a new one is being prepared. */
  get session(): PaySession | undefined {
    const call = this.call;
    if (call === undefined || this.drafting.has(call.sid)) return undefined;
    return this.sessionsOn(call.sid)[0];
  }

  sessionsOn(sid: string): PaySession[] {
    return this.sessionsNewestFirst.filter((session) => session.call === sid);
  }

  get sessionsNewestFirst(): PaySession[] {
    return [...this.world.sessions.values()].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  }

  choose(sid: string): void {
    this.chosen = sid;
    this.events.changed();
  }

  draftAnother(sid: string): void {
    this.drafting.add(sid);
    this.chosen = sid;
    this.events.changed();
  }

  drop(sid: string): void {
    this.drafting.delete(sid);
    this.events.changed();
  }

  available(ready: boolean): Promise<boolean> {
    return this.tries(() => this.client.available(ready ? 'ready' : 'away'));
  }

  answer(sid: string): Promise<boolean> {
    return this.tries(async () => {
      await this.softphone.answer(sid);
      this.chosen = sid;
      // The answer reaches the server by a webhook; if that is lost, the agent still has the call.
      setTimeout(() => {
        if (
          this.softphone.legs.get(sid)?.state === 'answered' &&
          this.world.calls.get(sid)?.state === 'ringing'
        ) {
          void this.client.claim(sid).catch(() => undefined);
        }
      }, CLAIM_AFTER_MS);
    });
  }

  reject(sid: string): Promise<boolean> {
    return this.tries(() => this.softphone.reject(sid));
  }

  hangUp(sid: string): Promise<boolean> {
    return this.tries(() => this.softphone.hangUp(sid));
  }

  claim(sid: string): Promise<boolean> {
    return this.tries(() => this.client.claim(sid));
  }

  /** Starts a payment; throws what the form must show. */
  async start(...args: Parameters<PayClient['start']>): Promise<void> {
    this.trouble = undefined;
    const session = await this.client.start(...args);
    this.drafting.delete(session.call);
    this.events.changed();
  }

  capture(...args: Parameters<PayClient['capture']>): Promise<boolean> {
    return this.tries(() => this.client.capture(...args));
  }

  submit(id: string): Promise<boolean> {
    return this.tries(() => this.client.submit(id));
  }

  cancel(id: string): Promise<boolean> {
    return this.tries(() => this.client.cancel(id));
  }

  resolve(...args: Parameters<PayClient['resolve']>): Promise<PaySession> {
    return this.client.resolve(...args);
  }

  retryNow(): void {
    this.client.retryNow();
  }

  close(): void {
    this.softphone.close();
    this.client.close();
  }

  private async begin(login: Login): Promise<void> {
    for (let wait = 500; ; wait = Math.min(wait * 2, 8_000)) {
      try {
        this.desk = await this.client.desk();
        break;
      } catch (e) {
        if (e instanceof ProblemError && e.problem.status === 401) return;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    if (this.desk.softphone.kind === 'simulator' && login.user.role === 'agent') {
      this.softphone = new SimulatedSoftphone(this.desk.softphone.url, login.user.name, () =>
        this.events.changed(),
      );
    }
    this.events.changed();
  }

  private async tries(wish: () => Promise<unknown>): Promise<boolean> {
    this.trouble = undefined;
    try {
      await wish();
      return true;
    } catch (e) {
      this.trouble = inWords(e);
      return false;
    } finally {
      this.events.changed();
    }
  }
}

/** What went wrong, for the agent. The server's own words say what to do. */
export function inWords(e: unknown): string {
  return e instanceof ProblemError ? e.problem.detail : t('unreachable');
}
