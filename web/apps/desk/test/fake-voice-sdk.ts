// A fake of Twilio's Voice SDK with its events and states, without a network.
import { EventEmitter } from 'node:events';
import type { VoiceSdk, VoiceCall, VoiceDevice } from '../src/softphone/voice-sdk.js';

/** An error as the SDK throws it. */
export function twilioError(code: number): Error & { code: number } {
  return Object.assign(new Error(`Twilio says ${code}`), { code });
}

export class FakeCall extends EventEmitter implements VoiceCall {
  parameters: Record<string, string>;
  readonly customParameters: Map<string, string>;
  private muted = false;
  private now = 'pending';

  constructor(
    readonly direction: 'INCOMING' | 'OUTGOING',
    parameters: Record<string, string> = {},
    custom: Record<string, string> = {},
  ) {
    super();
    this.parameters = parameters;
    this.customParameters = new Map(Object.entries(custom));
  }

  accept(): void {
    this.now = 'connecting';
  }

  /** The audio is connected, which the SDK reports some time after `accept`. */
  connects(sid = this.parameters['CallSid'] ?? ''): void {
    this.now = 'open';
    this.parameters = { ...this.parameters, CallSid: sid };
    this.emit('accept', this);
  }

  reject(): void {
    if (this.now !== 'pending') return;
    this.end('reject');
  }

  disconnect(): void {
    this.end('disconnect');
  }

  /** The caller hangs up before an answer. */
  cancels(): void {
    this.end('cancel');
  }

  fails(code: number): void {
    this.now = 'closed';
    this.emit('error', twilioError(code));
  }

  mute(muted: boolean): void {
    this.muted = muted;
    this.emit('mute', muted, this);
  }

  isMuted(): boolean {
    return this.muted;
  }

  status(): string {
    return this.now;
  }

  private end(event: string): void {
    this.now = 'closed';
    this.emit(event, this);
  }
}

export class FakeDevice extends EventEmitter implements VoiceDevice {
  state = 'unregistered';
  readonly tokens: string[];
  readonly dialled: Record<string, string>[] = [];
  outgoing = new FakeCall('OUTGOING');
  private readonly calls: FakeCall[] = [];

  constructor(token: string) {
    super();
    this.tokens = [token];
  }

  /** Twilio offers a call to this device. */
  rings(call: FakeCall): void {
    this.calls.push(call);
    this.emit('incoming', call);
  }

  register(): Promise<void> {
    this.state = 'registered';
    this.emit('registered');
    return Promise.resolve();
  }

  /** The connection to Twilio breaks. */
  breaks(code: number): void {
    this.state = 'unregistered';
    this.emit('unregistered');
    this.emit('error', twilioError(code));
  }

  updateToken(token: string): void {
    this.tokens.push(token);
  }

  connect({ params }: { params: Record<string, string> }): Promise<VoiceCall> {
    this.dialled.push(params);
    this.calls.push(this.outgoing);
    return Promise.resolve(this.outgoing);
  }

  /** Ends every call. */
  destroy(): void {
    for (const call of this.calls) {
      if (call.status() === 'pending') call.reject();
      else if (call.status() !== 'closed') call.disconnect();
    }
    this.state = 'destroyed';
    this.emit('destroyed');
    this.removeAllListeners();
  }
}

export class FakeVoiceSdk implements VoiceSdk {
  readonly devices: FakeDevice[] = [];
  canCall = true;

  isSupported(): boolean {
    return this.canCall;
  }

  open(token: string): FakeDevice {
    this.devices.push(new FakeDevice(token));
    return this.device;
  }

  get device(): FakeDevice {
    return this.devices.at(-1) as FakeDevice;
  }
}
