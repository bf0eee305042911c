// A softphone for the simulator. It has no sound.
import { SseConnection, UnreachableError } from '@agentpay/http';
import { toLeg, type SimulatedLeg } from './simulated-leg.js';
import { SoftphoneError, type Leg, type Softphone } from './softphone.js';

/** While it is connected, calls to this identity ring here. Otherwise the simulator answers them itself. */
export class SimulatedSoftphone implements Softphone {
  isOn = false;
  isConnected = false;
  readonly error = undefined;
  private readonly legsById = new Map<string, Leg>();
  private updates: SseConnection | undefined;

  constructor(
    private readonly url: string,
    private readonly identity: string,
    private readonly changed: () => void,
  ) {}

  get legs(): readonly Leg[] {
    return [...this.legsById.values()];
  }

  setOn(on: boolean): void {
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

  /** Changes only what the page shows, because there is no sound. */
  mute(id: string, isMuted: boolean): void {
    const leg = this.legsById.get(id);
    if (leg !== undefined) this.legsById.set(id, { ...leg, isMuted });
    this.changed();
  }

  async dial(to: string): Promise<void> {
    if (this.legsById.size > 0) throw new SoftphoneError('busy');
    if (!this.isConnected) throw new SoftphoneError('not-connected');
    const response = await this.post(this.path('calls'), { to });
    if (!response.ok) throw new SoftphoneError('not-dialled', `HTTP ${response.status}`);
  }

  close(): void {
    this.isOn = false;
    this.updates?.close();
    this.isConnected = false;
    this.legsById.clear();
  }

  private listen(): void {
    this.updates = new SseConnection(
      { url: this.url + this.path('events') },
      {
        frame: (frame) => {
          if (frame.event === 'leg') this.legChanged(JSON.parse(frame.data) as SimulatedLeg);
        },
        connection: (connection) => {
          this.isConnected = connection.state === 'live';
          this.changed();
        },
      },
    );
  }

  private legChanged(simulated: SimulatedLeg): void {
    if (!this.isOn) return;
    const leg = toLeg(simulated, this.legsById.get(simulated.sid)?.isMuted ?? false);
    if (leg === undefined) this.legsById.delete(simulated.sid);
    else this.legsById.set(simulated.sid, leg);
    this.changed();
  }

  private async press(id: string, what: string): Promise<void> {
    if (this.legsById.has(id)) await this.post(`/simulator/calls/${id}/${what}`);
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
