// The legs that Twilio's Voice SDK has for this agent: one talks at a time, and a second call hears that we are busy.
import type { Leg } from './softphone.js';
import type { VoiceCall } from './voice-sdk.js';

/** The name under which the server's TwiML tells the customer's leg. */
const PARENT = 'parentCallSid';

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
    private readonly healed: () => void,
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

  /** A call rings. While another is on, it is refused, so that its caller hears at once that we are busy. */
  rings(call: VoiceCall): void {
    if (this.isBusy) {
      call.on('error', () => {});
      call.reject();
    } else {
      this.add(call, 'inbound', call.parameters['From'] ?? '');
    }
  }

  /** Dials; what rings meanwhile is refused, for the SDK would forget it without a word. */
  async dials(to: string, connect: () => Promise<VoiceCall>): Promise<void> {
    this.isDialling = true;
    this.refuseAllBut(undefined);
    try {
      this.add(await connect(), 'outbound', to);
    } finally {
      this.isDialling = false;
    }
  }

  /** Takes one, and refuses those that ring beside it: the SDK would hang up the one for the other. */
  accept(id: string): void {
    const line = this.lines.get(id);
    if (line?.leg.state !== 'ringing' || this.isBusy) return;
    this.set(id, { state: 'connecting' });
    this.refuseAllBut(id);
    line.call.accept();
  }

  clear(): void {
    this.lines.clear();
  }

  private refuseAllBut(id: string | undefined): void {
    for (const { leg, call } of [...this.lines.values()]) if (leg.id !== id) call.reject();
  }

  private add(call: VoiceCall, direction: Leg['direction'], number: string): void {
    const id = `line-${++this.count}`;
    const leg: Leg = {
      id,
      sid: call.parameters['CallSid'],
      call: direction === 'inbound' ? call.customParameters.get(PARENT) : undefined,
      direction,
      state: direction === 'inbound' ? 'ringing' : 'connecting',
      isMuted: false,
      number,
    };
    this.lines.set(id, { leg, call });
    const named = () => ({ sid: call.parameters['CallSid'] });
    call.on('ringing', () => this.set(id, named()));
    call.on('accept', () => this.set(id, { ...named(), state: 'answered' }));
    call.on('mute', () => this.set(id, { isMuted: call.isMuted() }));
    for (const end of ['disconnect', 'cancel', 'reject']) call.on(end, () => this.drop(id));
    call.on('reconnecting', (error: unknown) => this.failed(error));
    call.on('reconnected', () => this.healed());
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
