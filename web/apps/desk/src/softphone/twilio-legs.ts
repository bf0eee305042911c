// The agent's legs in Twilio's Voice SDK. At most one is answered or dialled; further calls are rejected as busy.
import type { Leg } from './softphone.js';
import type { VoiceCall } from './voice-sdk.js';

/** TwiML parameter with the CallSid of the customer's leg. */
const PARENT_PARAMETER = 'parentCallSid';

interface Line {
  leg: Leg;
  readonly call: VoiceCall;
}

export class TwilioLegs {
  private readonly lines = new Map<string, Line>();
  private count = 0;
  private isDialling = false;

  constructor(
    private readonly changed: () => void,
    private readonly failed: (error: unknown) => void,
    private readonly recovered: () => void,
  ) {}

  get legs(): readonly Leg[] {
    return [...this.lines.values()].map((line) => line.leg);
  }

  get isBusy(): boolean {
    return this.isDialling || this.legs.some((leg) => leg.state !== 'ringing');
  }

  call(id: string): VoiceCall | undefined {
    return this.lines.get(id)?.call;
  }

  /** Handles an incoming call. Rejects it during another call, so that it does not ring forever. */
  incoming(call: VoiceCall): void {
    if (this.isBusy) {
      call.on('error', () => {});
      call.reject();
    } else {
      this.add(call, 'inbound', call.parameters['From'] ?? '');
    }
  }

  /** Dials. Rejects ringing calls first, because the SDK would drop them without an event. */
  async dial(to: string, connect: () => Promise<VoiceCall>): Promise<void> {
    this.isDialling = true;
    this.rejectOthers(undefined);
    try {
      this.add(await connect(), 'outbound', to);
    } finally {
      this.isDialling = false;
    }
  }

  /** Answers a call and rejects the others that ring, because the SDK would disconnect one for the other. */
  accept(id: string): void {
    const line = this.lines.get(id);
    if (line?.leg.state !== 'ringing' || this.isBusy) return;
    this.set(id, { state: 'connecting' });
    this.rejectOthers(id);
    line.call.accept();
  }

  clear(): void {
    this.lines.clear();
  }

  private rejectOthers(id: string | undefined): void {
    for (const { leg, call } of [...this.lines.values()]) if (leg.id !== id) call.reject();
  }

  private add(call: VoiceCall, direction: Leg['direction'], number: string): void {
    const id = `line-${++this.count}`;
    const leg: Leg = {
      id,
      sid: call.parameters['CallSid'],
      call: direction === 'inbound' ? call.customParameters.get(PARENT_PARAMETER) : undefined,
      direction,
      state: direction === 'inbound' ? 'ringing' : 'connecting',
      isMuted: false,
      number,
    };
    this.lines.set(id, { leg, call });
    const sidOf = () => ({ sid: call.parameters['CallSid'] });
    call.on('ringing', () => this.set(id, sidOf()));
    call.on('accept', () => this.set(id, { ...sidOf(), state: 'answered' }));
    call.on('mute', () => this.set(id, { isMuted: call.isMuted() }));
    for (const end of ['disconnect', 'cancel', 'reject']) call.on(end, () => this.drop(id));
    call.on('reconnecting', (error: unknown) => this.failed(error));
    call.on('reconnected', () => this.recovered());
    call.on('error', (error: unknown) => {
      if (call.status() === 'closed') this.drop(id);
      this.failed(error);
    });
    this.changed();
  }

  private set(id: string, what: Partial<Leg>): void {
    const line = this.lines.get(id);
    if (line === undefined) return;
    line.leg = { ...line.leg, ...what };
    this.changed();
  }

  private drop(id: string): void {
    if (this.lines.delete(id)) this.changed();
  }
}
