// Answers calls of the simulator: a stand-in for Twilio's Voice SDK, for where there is no Twilio.
import { Api } from '../pay-client/api.js';
import { Stream } from '../pay-client/stream.js';
import type { Leg, Softphone } from './softphone.js';

interface SimulatedLeg {
  sid: string;
  parentSid: string;
  status: string;
}

/** While it is connected, calls to this identity ring until somebody answers. */
export class SimulatedSoftphone implements Softphone {
  isConnected = false;
  readonly legs = new Map<string, Leg>();
  private readonly stream: Stream;

  constructor(
    private readonly url: string,
    identity: string,
    private readonly changed: () => void,
  ) {
    const path = `/simulator/softphones/${encodeURIComponent(identity)}/events`;
    this.stream = new Stream(
      new Api(url, () => undefined),
      {
        frame: (frame) => {
          if (frame.event === 'leg') this.heard(JSON.parse(frame.data) as SimulatedLeg);
        },
        connection: (connection) => {
          this.isConnected = connection.state === 'live';
          this.changed();
        },
      },
      path,
    );
  }

  answer(call: string): Promise<void> {
    return this.press(call, 'answer');
  }

  reject(call: string): Promise<void> {
    return this.press(call, 'reject');
  }

  hangUp(call: string): Promise<void> {
    return this.press(call, 'hangup');
  }

  close(): void {
    this.stream.close();
  }

  private heard(leg: SimulatedLeg): void {
    const state = stateOf(leg.status);
    if (state === 'ended') this.legs.delete(leg.parentSid);
    else this.legs.set(leg.parentSid, { sid: leg.sid, call: leg.parentSid, state });
    this.changed();
  }

  private async press(call: string, what: string): Promise<void> {
    const leg = this.legs.get(call);
    if (leg === undefined) return;
    await fetch(`${this.url}/simulator/calls/${leg.sid}/${what}`, { method: 'POST' });
  }
}

function stateOf(status: string): Leg['state'] {
  if (status === 'in-progress') return 'answered';
  return ['queued', 'initiated', 'ringing'].includes(status) ? 'ringing' : 'ended';
}
