// Answers calls of the simulator: a stand-in for Twilio's Voice SDK, for where there is no Twilio.
import { SseConnection, UnreachableError } from '@agentpay/http';
import { toLeg, type SimulatedLeg } from './simulated-leg.js';
import { SoftphoneError, type Leg, type Softphone } from './softphone.js';

/** While it is connected, calls to this identity ring until somebody answers. */
export class SimulatedSoftphone implements Softphone {
  isOn = false;
  isConnected = false;
  readonly trouble = undefined;
  private readonly told = new Map<string, Leg>();
  private updates: SseConnection | undefined;

  constructor(
    private readonly url: string,
    private readonly identity: string,
    private readonly changed: () => void,
  ) {}

  get legs(): readonly Leg[] {
    return [...this.told.values()];
  }

  turn(on: boolean): void {
    if (on === this.isOn) return;
    this.isOn = on;
    if (on) this.listen();
    else this.close();
    this.changed();
  }

  answer(id: string): Promise<void> {
    return this.press(id, 'answer');
  }

  reject(id: string): Promise<void> {
    return this.press(id, 'reject');
  }

  hangUp(id: string): Promise<void> {
    return this.press(id, 'hangup');
  }

  /** There is no sound to be kept back: the button is all there is. */
  mute(id: string, isMuted: boolean): void {
    const leg = this.told.get(id);
    if (leg !== undefined) this.told.set(id, { ...leg, isMuted });
    this.changed();
  }

  async dial(to: string): Promise<void> {
    if (this.told.size > 0) throw new SoftphoneError('busy');
    if (!this.isConnected) throw new SoftphoneError('not-connected');
    const response = await this.post(this.path('calls'), { to });
    if (!response.ok) throw new SoftphoneError('not-dialled', `HTTP ${response.status}`);
  }

  close(): void {
    this.isOn = false;
    this.updates?.close();
    this.isConnected = false;
    this.told.clear();
  }

  private listen(): void {
    this.updates = new SseConnection(
      { url: this.url + this.path('events') },
      {
        frame: (frame) => {
          if (frame.event === 'leg') this.heard(JSON.parse(frame.data) as SimulatedLeg);
        },
        connection: (connection) => {
          this.isConnected = connection.state === 'live';
          this.changed();
        },
      },
    );
  }

  private heard(told: SimulatedLeg): void {
    if (!this.isOn) return;
    const leg = toLeg(told, this.told.get(told.sid)?.isMuted ?? false);
    if (leg === undefined) this.told.delete(told.sid);
    else this.told.set(told.sid, leg);
    this.changed();
  }

  private async press(id: string, what: string): Promise<void> {
    if (this.told.has(id)) await this.post(`/simulator/calls/${id}/${what}`);
  }

  private path(what: string): string {
    return `/simulator/softphones/${encodeURIComponent(this.identity)}/${what}`;
  }

  private async post(path: string, body?: unknown): Promise<Response> {
    const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
    try {
      return await fetch(this.url + path, {
        method: 'POST',
        headers: json,
        body: body === undefined ? null : JSON.stringify(body),
      });
    } catch (e) {
      throw new UnreachableError(String(e));
    }
  }
}
