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
  let tokenCount = 0;
  softphone = new TwilioSoftphone(
    {
      token: () => {
        const next = tokens.shift() ?? `token-${++tokenCount}`;
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

async function flush(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

async function on(): Promise<void> {
  softphone.setOn(true);
  await flush();
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

describe('switching the softphone on', () => {
  it('is needed to load the SDK', () => {
    expect(loads).toBe(0);
    expect(softphone.isOn).toBe(false);
  });

  it("registers with the server's token", async () => {
    await on();
    expect(softphone).toMatchObject({ isOn: true, isConnected: true, error: undefined });
    expect(voice.device.tokens).toEqual(['token-1']);
  });

  it.each([
    ['NotAllowedError', 'microphone-denied'],
    ['NotFoundError', 'microphone-missing'],
    ['NotReadableError', 'microphone-missing'],
  ])('reports the microphone error %s', async (name, kind) => {
    microphone = Object.assign(new Error(), { name });
    await on();
    expect(softphone).toMatchObject({ isOn: false, error: { kind } });
  });

  it('reports an unsupported browser', async () => {
    voice.canCall = false;
    await on();
    expect(softphone).toMatchObject({ isOn: false, error: { kind: 'unsupported' } });
  });

  it("keeps the server's refusal", async () => {
    tokens = [problem('forbidden', 403)];
    await on();
    expect(softphone.isOn).toBe(false);
    expect(softphone.error).toBeInstanceOf(ProblemError);
  });

  it('retries while the server is unreachable', async () => {
    tokens = [new UnreachableError(), new UnreachableError()];
    await on();
    expect(softphone).toMatchObject({ isOn: true, error: { kind: 'network' } });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(softphone).toMatchObject({ isConnected: true, error: undefined });
  });

  it('stops when it is switched off during start-up', async () => {
    softphone.setOn(true);
    softphone.setOn(false);
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(voice.devices).toEqual([]);
    expect(softphone.isOn).toBe(false);
  });

  it('is undone by switching off', async () => {
    await on();
    const { device } = voice;
    rings();
    softphone.setOn(false);
    expect(device.state).toBe('destroyed');
    expect(softphone).toMatchObject({ isConnected: false, legs: [] });
  });
});

describe('an inbound call', () => {
  it("has the customer's leg from the TwiML parameter", async () => {
    await on();
    rings();
    expect(softphone.legs).toMatchObject([
      { sid: 'CAagent', call: 'CAcustomer', direction: 'inbound', state: 'ringing', number: '+1' },
    ]);
  });

  it('is answered, muted and hung up', async () => {
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

  it('is removed when declined or abandoned', async () => {
    await on();
    rings();
    await softphone.reject(softphone.legs[0]?.id ?? '');
    expect(softphone.legs).toEqual([]);
    rings().cancels();
    expect(softphone.legs).toEqual([]);
  });

  it('is rejected while another is on', async () => {
    await on();
    answered();
    const second = rings('CAsecond', 'CAelse');
    expect(second.status()).toBe('closed');
    expect(softphone.legs).toHaveLength(1);
    expect(softphone.legs[0]?.state).toBe('answered');
  });

  it('is rejected when another ringing call is answered', async () => {
    await on();
    const first = rings();
    const second = rings('CAsecond', 'CAelse');
    await softphone.answer(softphone.legs[0]?.id ?? '');
    expect(second.status()).toBe('closed');
    expect(first.status()).toBe('connecting');
  });

  it('is removed with an error when the microphone fails', async () => {
    await on();
    const call = rings();
    await softphone.answer(softphone.legs[0]?.id ?? '');
    call.fails(31401);
    expect(softphone).toMatchObject({ legs: [], error: { kind: 'microphone-denied' } });
  });
});

describe('an outbound call', () => {
  it('gets its CallSid when it connects', async () => {
    await on();
    await softphone.dial(NUMBER);
    expect(voice.device.dialled).toEqual([{ To: NUMBER }]);
    expect(softphone.legs).toMatchObject([{ sid: undefined, call: undefined, direction: 'outbound' }]);
    voice.device.outgoing.connects('CAnew');
    expect(softphone.legs).toMatchObject([{ sid: 'CAnew', state: 'answered', number: NUMBER }]);
  });

  it('is refused while busy or not connected', async () => {
    await expect(softphone.dial(NUMBER)).rejects.toMatchObject({ kind: 'not-connected' });
    await on();
    answered();
    await expect(softphone.dial(NUMBER)).rejects.toMatchObject({ kind: 'busy' });
  });

  it('rejects calls that ring', async () => {
    await on();
    const ringing = rings();
    await softphone.dial(NUMBER);
    expect(ringing.status()).toBe('closed');
    expect(softphone.legs).toHaveLength(1);
  });
});

describe('the token', () => {
  it('is renewed once for two expiry events', async () => {
    await on();
    voice.device.emit('tokenWillExpire');
    voice.device.emit('tokenWillExpire');
    await flush();
    expect(voice.device.tokens).toEqual(['token-1', 'token-2']);
  });

  it('is renewed in time without an event', async () => {
    await on();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(voice.device.tokens).toEqual(['token-1', 'token-2']);
  });

  it('is fetched again after the server was unreachable', async () => {
    await on();
    tokens = [new UnreachableError()];
    voice.device.emit('tokenWillExpire');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(voice.device.tokens).toEqual(['token-1', 'token-2']);
  });

  it('is renewed when Twilio reports it expired', async () => {
    await on();
    voice.device.breaks(20104);
    await flush();
    expect(voice.device.tokens).toEqual(['token-1', 'token-2']);
    expect(softphone).toMatchObject({ isOn: true, isConnected: true });
  });

  it('is given up after a second refusal', async () => {
    await on();
    voice.device.breaks(20101);
    await flush();
    voice.device.breaks(20101);
    expect(softphone).toMatchObject({
      isOn: false,
      isConnected: false,
      error: { kind: 'token-refused', code: '20101' },
    });
  });

  it('may be refused without ending a call', async () => {
    await on();
    const call = answered();
    tokens = [problem('unauthorized', 401)];
    voice.device.emit('tokenWillExpire');
    await flush();
    expect(call.status()).toBe('open');
    expect(softphone.error).toBeInstanceOf(ProblemError);
  });
});

describe('the connection to Twilio', () => {
  it('is reported as lost until it is back', async () => {
    await on();
    voice.device.breaks(31005);
    expect(softphone).toMatchObject({ isOn: true, isConnected: false, error: { kind: 'network' } });
    await voice.device.register();
    expect(softphone).toMatchObject({ isConnected: true, error: undefined });
  });

  it('is reported as lost during a call', async () => {
    await on();
    const call = answered();
    call.emit('reconnecting', twilioError(53405));
    expect(softphone.error).toMatchObject({ kind: 'network' });
    call.emit('reconnected');
    expect(softphone.error).toBeUndefined();
  });

  it('passes on the code of other errors', async () => {
    await on();
    voice.device.emit('error', twilioError(31400));
    expect(softphone.error).toMatchObject({ kind: 'other', code: '31400' });
  });
});
