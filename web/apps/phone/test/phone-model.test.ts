import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PhoneModel } from '../src/phone-model.js';
import { Simulator, type SimulatedCall } from '../src/simulator.js';

const CALL: SimulatedCall = {
  sid: 'CA1',
  kind: 'pstn',
  direction: 'inbound',
  from: '+12025550147',
  to: '+12025550100',
  identity: '',
  status: 'ringing',
  createdAt: '',
  paymentSid: '',
  capturing: '',
  hears: { kind: 'ringing', text: '' },
  children: [],
};

/** A fake simulator whose updates and answers the test controls. */
class Wire {
  private readonly encoder = new TextEncoder();
  private stream!: ReadableStreamDefaultController<Uint8Array>;
  answerCall: (call: SimulatedCall) => void = () => {};

  readonly fetch = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const path = String(input);
    if (path.endsWith('/events')) {
      const body = new ReadableStream<Uint8Array>({ start: (controller) => void (this.stream = controller) });
      return Promise.resolve(new Response(body));
    }
    if (path.endsWith('/calls') && init?.method === 'POST') {
      return new Promise((resolve) => (this.answerCall = (call) => resolve(Response.json(call))));
    }
    return Promise.resolve(Response.json({ numbers: [{ number: '+12025550100' }], cards: [], entries: [] }));
  };

  send(event: string, data: unknown): void {
    this.stream.enqueue(this.encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  }
}

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (k: string) => kept.get(k) ?? null,
    setItem: (k: string, v: string) => kept.set(k, v),
  } as unknown as Storage;
}

let wire: Wire;
let phone: PhoneModel;

beforeEach(async () => {
  wire = new Wire();
  vi.stubGlobal('fetch', wire.fetch);
  vi.stubGlobal('localStorage', storage());
  vi.stubGlobal('sessionStorage', storage());
  phone = new PhoneModel(new Simulator(), { changed: () => {}, pressed: () => {} });
  phone.open();
  await vi.waitFor(() => expect(phone.connection.state).toBe('live'));
  wire.send('world', { name: 'one', last: 0 });
  await vi.waitFor(() => expect(phone.to).toBe('+12025550100'));
});

afterEach(() => {
  phone.close();
  vi.unstubAllGlobals();
});

test('an end that arrives before the dial answer counts', async () => {
  const dialled = phone.dial();
  const over: SimulatedCall = { ...CALL, status: 'busy', hears: { kind: 'busy', text: '' } };
  wire.send('call', over);
  wire.send('journal', { number: 1, at: '', kind: 'CALL', details: {} });
  await vi.waitFor(() => expect(phone.lines).toHaveLength(1));
  wire.answerCall(CALL);
  await dialled;
  expect(phone.call).toEqual(over);
  expect(phone.isOnCall).toBe(false);
});

test('a log line that arrives twice is shown once', async () => {
  wire.send('journal', { number: 2, at: '', kind: 'CALL', details: {} });
  wire.send('journal', { number: 1, at: '', kind: 'CALL', details: {} });
  wire.send('journal', { number: 2, at: '', kind: 'CALL', details: {} });
  await vi.waitFor(() => expect(phone.lines.map((line) => line.number)).toEqual([1, 2]));
});

test('a reset simulator clears lines and calls', async () => {
  wire.send('call', { ...CALL, hears: { kind: 'talking', text: '' } });
  wire.send('journal', { number: 1, at: '', kind: 'CALL', details: {} });
  await vi.waitFor(() => expect(phone.lines).toHaveLength(1));
  expect(phone.otherCalls).toHaveLength(1);
  wire.send('world', { name: 'two', last: 0 });
  await vi.waitFor(() => expect(phone.lines).toHaveLength(0));
  expect(phone.otherCalls).toHaveLength(0);
});
