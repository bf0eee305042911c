// Rings at Twilio, through Twilio's own Voice SDK.
import type { SoftphoneToken } from '@agentpay/pay-client';
import { SoftphoneError, type Leg, type Softphone } from './softphone.js';
import { TwilioLegs } from './twilio-legs.js';
import type { VoiceSdk, VoiceCall, VoiceDevice } from './voice-sdk.js';
import { RenewingToken } from './renewing-token.js';
import { isTokenError, toSoftphoneError } from './twilio-errors.js';

/** Where the softphone has what it needs from: the server, the build, the browser. */
export interface Sources {
  token(): Promise<SoftphoneToken>;
  load(): Promise<VoiceSdk>;
  /** Asks for the microphone, so that it is not missed when the first customer is on the line. */
  microphone(): Promise<void>;
}

/** A second refusal within this time of a new token is about the token, not about its age. */
const REFUSED_AGAIN_MS = 60_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

export class TwilioSoftphone implements Softphone {
  isOn = false;
  isConnected = false;
  trouble: unknown;
  private device: VoiceDevice | undefined;
  private token: RenewingToken | undefined;
  private readonly lines: TwilioLegs;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private refusedAt = -Infinity;
  /** Counts the times it was switched, so that what belongs to an earlier time is let go. */
  private turns = 0;

  constructor(
    private readonly sources: Sources,
    private readonly changed: () => void,
  ) {
    this.lines = new TwilioLegs(
      changed,
      (error) => this.failed(error),
      () => this.healed(),
    );
  }

  get legs(): readonly Leg[] {
    return this.lines.legs;
  }

  turn(on: boolean): void {
    if (on === this.isOn) return;
    if (on) {
      this.isOn = true;
      void this.begin(++this.turns, FIRST_WAIT_MS);
    } else {
      this.close();
    }
    this.trouble = undefined;
    this.changed();
  }

  answer(id: string): Promise<void> {
    this.trouble = undefined;
    this.lines.accept(id);
    return Promise.resolve();
  }

  reject(id: string): Promise<void> {
    this.lines.call(id)?.reject();
    return Promise.resolve();
  }

  hangUp(id: string): Promise<void> {
    this.lines.call(id)?.disconnect();
    return Promise.resolve();
  }

  mute(id: string, muted: boolean): void {
    this.lines.call(id)?.mute(muted);
  }

  async dial(to: string): Promise<void> {
    const { device } = this;
    if (this.lines.isBusy) throw new SoftphoneError('busy');
    if (device === undefined || !this.isConnected) throw new SoftphoneError('not-connected');
    this.trouble = undefined;
    try {
      await this.lines.dials(to, () => device.connect({ params: { To: to } }));
    } catch (error) {
      throw toSoftphoneError(error);
    }
  }

  close(): void {
    this.turns++;
    this.isOn = false;
    this.isConnected = false;
    clearTimeout(this.retry);
    this.token?.end();
    this.device?.destroy();
    this.device = undefined;
    this.lines.clear();
  }

  private async begin(turn: number, wait: number): Promise<void> {
    const token = new RenewingToken(
      () => this.sources.token(),
      (fresh) => this.renewed(fresh),
      (error) => this.giveUp(error),
    );
    try {
      const voice = await this.sources.load();
      if (!voice.isSupported()) throw new SoftphoneError('unsupported');
      await this.sources.microphone();
      const first = await token.first();
      if (turn !== this.turns) return token.end();
      this.token = token;
      this.device = this.listenTo(voice.open(first));
      this.register();
    } catch (error) {
      token.end();
      if (turn !== this.turns) return;
      const trouble = toSoftphoneError(error);
      if (!(trouble instanceof SoftphoneError && trouble.trouble === 'network')) return this.giveUp(error);
      this.failed(error);
      this.retry = setTimeout(() => void this.begin(turn, Math.min(wait * 2, LONGEST_WAIT_MS)), wait);
    }
  }

  private listenTo(device: VoiceDevice): VoiceDevice {
    device.on('registered', () => this.connected(true));
    device.on('unregistered', () => this.connected(false));
    device.on('destroyed', () => this.connected(false));
    device.on('incoming', (call: VoiceCall) => this.lines.rings(call));
    device.on('tokenWillExpire', () => void this.token?.renew());
    device.on('error', (error: unknown) => this.deviceFailed(error));
    return device;
  }

  private register(): void {
    // Why it did not work comes as an `error`; when the way is free again it registers by itself.
    this.device?.register().catch((error: unknown) => error !== undefined && this.deviceFailed(error));
  }

  private renewed(token: string): void {
    this.device?.updateToken(token);
    if (this.device?.state === 'unregistered') this.register();
  }

  private connected(isConnected: boolean): void {
    this.isConnected = isConnected;
    if (isConnected) this.healed();
    this.changed();
  }

  private deviceFailed(error: unknown): void {
    const code = (error as { code?: unknown } | undefined)?.code;
    if (!isTokenError(code)) return this.failed(error);
    const before = this.refusedAt;
    this.refusedAt = Date.now();
    if (this.refusedAt - before < REFUSED_AGAIN_MS) this.giveUp(error);
    else void this.token?.renew();
  }

  private failed(error: unknown): void {
    this.trouble = toSoftphoneError(error);
    this.changed();
  }

  private healed(): void {
    if (this.trouble instanceof SoftphoneError && this.trouble.trouble === 'network')
      this.trouble = undefined;
    this.changed();
  }

  /** Not while somebody talks: a call lives on without a token. */
  private giveUp(error: unknown): void {
    if (!this.lines.isBusy) this.close();
    this.failed(error);
  }
}
