import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProblemError, UnreachableError } from '@agentpay/pay-client';
import { TwilioSoftphone } from '../src/softphone/twilio-softphone.js';
import { FakeCall, FakeVoiceSdk, twilioError } from './fake-voice-sdk.js';

const HOUR_MS = 3_600_000;
const NUMBER = '+14155550123';

let voice: FakeVoiceSdk;
let softphone: TwilioSoftphone;
let tokens: (Error | string)[];
let microphone: Error | undefined;
let loads: number;

beforeEach(() => {
  vi.useFakeTimers();
  voice = new FakeVoiceSdk();
  tokens = [];
  microphone = undefined;
  loads = 0;
  let given = 0;
  softphone = new TwilioSoftphone(
    {
      token: () => {
        const next = tokens.shift() ?? `token-${++given}`;
        if (typeof next !== 'string') return Promise.reject(next);
        const expiresAt = new Date(Date.now() + HOUR_MS).toISOString();
        return Promise.resolve({ identity: 'alice', token: next, expiresAt });
      },
      load: () => {
        loads++;
        return Promise.resolve(voice);
      },
      microphone: () => (microphone === undefined ? Promise.resolve() : Promise.reject(microphone)),
    },
    () => {},
  );
});

afterEach(() => {
  softphone.close();
  vi.useRealTimers();
});

async function settled(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

async function on(): Promise<void> {
  softphone.turn(true);
  await settled();
}

function rings(sid = 'CAagent', customer = 'CAcustomer'): FakeCall {
  const call = new FakeCall('INCOMING', { CallSid: sid, From: '+1' }, { parentCallSid: customer });
  voice.device.rings(call);
  return call;
}

function answered(): FakeCall {
  const call = rings();
  void softphone.answer(softphone.legs[0]?.id ?? '');
  call.connects();
  return call;
}

function problem(kind: string, status: number): ProblemError {
  return new ProblemError({ type: `https://x/${kind}`, title: kind, status, detail: 'not you' });
}

describe('switching it on', () => {
  it('loads nothing before', () => {
    expect(loads).toBe(0);
    expect(softphone.isOn).toBe(false);
  });

  it('registers with a token of the server', async () => {
    await on();
    expect(softphone).toMatchObject({ isOn: true, isConnected: true, trouble: undefined });
    expect(voice.device.tokens).toEqual(['token-1']);
  });

  it.each([
    ['NotAllowedError', 'microphone-denied'],
    ['NotFoundError', 'microphone-missing'],
    ['NotReadableError', 'microphone-missing'],
  ])('says what to do when the browser says %s', async (name, trouble) => {
    microphone = Object.assign(new Error(), { name });
    await on();
    expect(softphone).toMatchObject({ isOn: false, trouble: { trouble } });
  });

  it('says so where a browser cannot make calls', async () => {
    voice.canCall = false;
    await on();
    expect(softphone).toMatchObject({ isOn: false, trouble: { trouble: 'unsupported' } });
  });

  it('shows the refusal of the server', async () => {
    tokens = [problem('forbidden', 403)];
    await on();
    expect(softphone.isOn).toBe(false);
    expect(softphone.trouble).toBeInstanceOf(ProblemError);
  });

  it('tries again by itself while the server is away', async () => {
    tokens = [new UnreachableError(), new UnreachableError()];
    await on();
    expect(softphone).toMatchObject({ isOn: true, trouble: { trouble: 'network' } });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(softphone).toMatchObject({ isConnected: true, trouble: undefined });
  });

  it('lets go of everything when it is switched off meanwhile', async () => {
    softphone.turn(true);
    softphone.turn(false);
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(voice.devices).toEqual([]);
    expect(softphone.isOn).toBe(false);
  });

  it('leaves Twilio when it is switched off', async () => {
    await on();
    const { device } = voice;
    rings();
    softphone.turn(false);
    expect(device.state).toBe('destroyed');
    expect(softphone).toMatchObject({ isConnected: false, legs: [] });
  });
});

describe('a call that comes in', () => {
  it("is joined with the customer's leg that the TwiML names", async () => {
    await on();
    rings();
    expect(softphone.legs).toMatchObject([
      { sid: 'CAagent', call: 'CAcustomer', direction: 'inbound', state: 'ringing', number: '+1' },
    ]);
  });

  it('is answered, silenced and hung up', async () => {
    await on();
    const call = rings();
    const id = softphone.legs[0]?.id ?? '';
    await softphone.answer(id);
    expect(softphone.legs[0]?.state).toBe('connecting');
    call.connects();
    expect(softphone.legs[0]?.state).toBe('answered');
    softphone.mute(id, true);
    expect(softphone.legs[0]?.isMuted).toBe(true);
    await softphone.hangUp(id);
    expect(softphone.legs).toEqual([]);
  });

  it('is gone when it is declined, or the customer gives up', async () => {
    await on();
    rings();
    await softphone.reject(softphone.legs[0]?.id ?? '');
    expect(softphone.legs).toEqual([]);
    rings().cancels();
    expect(softphone.legs).toEqual([]);
  });

  it('hears that we are busy while another is on', async () => {
    await on();
    answered();
    const second = rings('CAsecond', 'CAelse');
    expect(second.status()).toBe('closed');
    expect(softphone.legs).toHaveLength(1);
    expect(softphone.legs[0]?.state).toBe('answered');
  });

  it('is refused when the other one that rings is answered', async () => {
    await on();
    const first = rings();
    const second = rings('CAsecond', 'CAelse');
    await softphone.answer(softphone.legs[0]?.id ?? '');
    expect(second.status()).toBe('closed');
    expect(first.status()).toBe('connecting');
  });

  it('is gone when the microphone fails, and the agent hears why', async () => {
    await on();
    const call = rings();
    await softphone.answer(softphone.legs[0]?.id ?? '');
    call.fails(31401);
    expect(softphone).toMatchObject({ legs: [], trouble: { trouble: 'microphone-denied' } });
  });
});

describe('a call that is dialled', () => {
  it('is named once Twilio has named it', async () => {
    await on();
    await softphone.dial(NUMBER);
    expect(voice.device.dialled).toEqual([{ To: NUMBER }]);
    expect(softphone.legs).toMatchObject([{ sid: undefined, call: undefined, direction: 'outbound' }]);
    voice.device.outgoing.connects('CAnew');
    expect(softphone.legs).toMatchObject([{ sid: 'CAnew', state: 'answered', number: NUMBER }]);
  });

  it('is not dialled beside another, nor without a connection', async () => {
    await expect(softphone.dial(NUMBER)).rejects.toMatchObject({ trouble: 'not-connected' });
    await on();
    answered();
    await expect(softphone.dial(NUMBER)).rejects.toMatchObject({ trouble: 'busy' });
  });

  it('refuses what rings meanwhile', async () => {
    await on();
    const ringing = rings();
    await softphone.dial(NUMBER);
    expect(ringing.status()).toBe('closed');
    expect(softphone.legs).toHaveLength(1);
  });
});

describe('its token', () => {
  it('is replaced when the SDK says that it will expire, once for two wishes', async () => {
    await on();
    voice.device.emit('tokenWillExpire');
    voice.device.emit('tokenWillExpire');
    await settled();
    expect(voice.device.tokens).toEqual(['token-1', 'token-2']);
  });

  it('is replaced in time even if the SDK says nothing', async () => {
    await on();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(voice.device.tokens).toEqual(['token-1', 'token-2']);
  });

  it('is asked for again when the server was away', async () => {
    await on();
    tokens = [new UnreachableError()];
    voice.device.emit('tokenWillExpire');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(voice.device.tokens).toEqual(['token-1', 'token-2']);
  });

  it('is replaced once when Twilio calls it expired, and it registers anew', async () => {
    await on();
    voice.device.breaks(20104);
    await settled();
    expect(voice.device.tokens).toEqual(['token-1', 'token-2']);
    expect(softphone).toMatchObject({ isOn: true, isConnected: true });
  });

  it('is given up when Twilio refuses the new one too', async () => {
    await on();
    voice.device.breaks(20101);
    await settled();
    voice.device.breaks(20101);
    expect(softphone).toMatchObject({
      isOn: false,
      isConnected: false,
      trouble: { trouble: 'token-refused', code: '20101' },
    });
  });

  it('ends no call when the server gives none any more', async () => {
    await on();
    const call = answered();
    tokens = [problem('unauthorized', 401)];
    voice.device.emit('tokenWillExpire');
    await settled();
    expect(call.status()).toBe('open');
    expect(softphone.trouble).toBeInstanceOf(ProblemError);
  });
});

describe('the way to Twilio', () => {
  it('is told to be broken until it is whole again', async () => {
    await on();
    voice.device.breaks(31005);
    expect(softphone).toMatchObject({ isOn: true, isConnected: false, trouble: { trouble: 'network' } });
    await voice.device.register();
    expect(softphone).toMatchObject({ isConnected: true, trouble: undefined });
  });

  it('is told to be broken during a call', async () => {
    await on();
    const call = answered();
    call.emit('reconnecting', twilioError(53405));
    expect(softphone.trouble).toMatchObject({ trouble: 'network' });
    call.emit('reconnected');
    expect(softphone.trouble).toBeUndefined();
  });

  it('leaves other errors to be looked up', async () => {
    await on();
    voice.device.emit('error', twilioError(31400));
    expect(softphone.trouble).toMatchObject({ trouble: 'other', code: '31400' });
  });
});
