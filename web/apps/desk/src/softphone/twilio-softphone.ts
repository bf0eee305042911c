// A softphone on Twilio's Voice SDK.
import type { SoftphoneToken } from '@agentpay/pay-client';
import { RenewingToken } from './renewing-token.js';
import { SoftphoneError, type Leg, type Softphone } from './softphone.js';
import { isTokenError, toSoftphoneError } from './twilio-errors.js';
import { TwilioLegs } from './twilio-legs.js';
import type { VoiceSdk, VoiceCall, VoiceDevice } from './voice-sdk.js';

/** What the softphone needs from the server, the build and the browser. */
export interface Sources {
  token(): Promise<SoftphoneToken>;
  load(): Promise<VoiceSdk>;
  /** Asks for permission to use the microphone, so that the first call does not wait for it. */
  microphone(): Promise<void>;
}

/** If Twilio refuses a token twice within this time, the token is wrong, not expired. */
const REFUSED_AGAIN_MS = 60_000;
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 15_000;

export class TwilioSoftphone implements Softphone {
  isOn = false;
  isConnected = false;
  error: unknown;
  private device: VoiceDevice | undefined;
  private token: RenewingToken | undefined;
  private readonly legTable: TwilioLegs;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private refusedAt = -Infinity;
  /** Number of times it was switched on or off. A start-up stops if the number has changed meanwhile. */
  private switches = 0;

  constructor(
    private readonly sources: Sources,
    private readonly changed: () => void,
  ) {
    this.legTable = new TwilioLegs(
      changed,
      (error) => this.failed(error),
      () => this.recovered(),
    );
  }

  get legs(): readonly Leg[] {
    return this.legTable.legs;
  }

  setOn(on: boolean): void {
    if (on === this.isOn) return;
    if (on) {
      this.isOn = true;
      void this.connect(++this.switches, FIRST_WAIT_MS);
    } else {
      this.close();
    }
    this.error = undefined;
    this.changed();
  }

  answer(id: string): Promise<void> {
    this.error = undefined;
    this.legTable.accept(id);
    return Promise.resolve();
  }

  reject(id: string): Promise<void> {
    this.legTable.call(id)?.reject();
    return Promise.resolve();
  }

  hangUp(id: string): Promise<void> {
    this.legTable.call(id)?.disconnect();
    return Promise.resolve();
  }

  mute(id: string, muted: boolean): void {
    this.legTable.call(id)?.mute(muted);
  }

  async dial(to: string): Promise<void> {
    const { device } = this;
    if (this.legTable.isBusy) throw new SoftphoneError('busy');
    if (device === undefined || !this.isConnected) throw new SoftphoneError('not-connected');
    this.error = undefined;
    try {
      await this.legTable.dial(to, () => device.connect({ params: { To: to } }));
    } catch (error) {
      throw toSoftphoneError(error);
    }
  }

  close(): void {
    this.switches++;
    this.isOn = false;
    this.isConnected = false;
    clearTimeout(this.retry);
    this.token?.end();
    this.device?.destroy();
    this.device = undefined;
    this.legTable.clear();
  }

  private async connect(switchNumber: number, wait: number): Promise<void> {
    const token = new RenewingToken(
      () => this.sources.token(),
      (fresh) => this.renewed(fresh),
      (error) => this.giveUp(error),
    );
    try {
      const voice = await this.sources.load();
      if (!voice.isSupported()) throw new SoftphoneError('unsupported');
      await this.sources.microphone();
      const first = await token.fetchFirst();
      if (switchNumber !== this.switches) return token.end();
      this.token = token;
      this.device = this.listenTo(voice.open(first));
      this.register();
    } catch (error) {
      token.end();
      if (switchNumber !== this.switches) return;
      const softphoneError = toSoftphoneError(error);
      if (!(softphoneError instanceof SoftphoneError && softphoneError.kind === 'network'))
        return this.giveUp(error);
      this.failed(error);
      this.retry = setTimeout(() => void this.connect(switchNumber, Math.min(wait * 2, MAX_WAIT_MS)), wait);
    }
  }

  private listenTo(device: VoiceDevice): VoiceDevice {
    device.on('registered', () => this.connected(true));
    device.on('unregistered', () => this.connected(false));
    device.on('destroyed', () => this.connected(false));
    device.on('incoming', (call: VoiceCall) => this.legTable.incoming(call));
    device.on('tokenWillExpire', () => void this.token?.renew());
    device.on('error', (error: unknown) => this.deviceFailed(error));
    return device;
  }

  private register(): void {
    // The reason of a failure comes as an `error` event. The SDK registers again when the network is back.
    this.device?.register().catch((error: unknown) => error !== undefined && this.deviceFailed(error));
  }

  private renewed(token: string): void {
    this.device?.updateToken(token);
    if (this.device?.state === 'unregistered') this.register();
  }

  private connected(isConnected: boolean): void {
    this.isConnected = isConnected;
    if (isConnected) this.recovered();
    this.changed();
  }

  private deviceFailed(error: unknown): void {
    const code = (error as { code?: unknown } | undefined)?.code;
    if (!isTokenError(code)) return this.failed(error);
    const before = this.refusedAt;
    this.refusedAt = performance.now();
    if (this.refusedAt - before < REFUSED_AGAIN_MS) this.giveUp(error);
    else void this.token?.renew();
  }

  private failed(error: unknown): void {
    this.error = toSoftphoneError(error);
    this.changed();
  }

  private recovered(): void {
    if (this.error instanceof SoftphoneError && this.error.kind === 'network') this.error = undefined;
    this.changed();
  }

  /** Switches off, unless there is a call: a call continues without a token. */
  private giveUp(error: unknown): void {
    if (!this.legTable.isBusy) this.close();
    this.failed(error);
  }
}
