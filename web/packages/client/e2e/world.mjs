// The demo that these tests run against: its server, its simulated customers and its network.
import http from 'node:http';

const SERVER = address('AGENTPAY_SERVER');
const SIMULATOR = address('AGENTPAY_SIMULATOR');

export const GOOD_CARD = '4242424242424242';
export const DECLINED_CARD = '4000000000000002';
const PASSWORD = 'demo';
/** A number whose calls go to a PBX: no agent has them until one claims them or starts a payment. */
const LINE = '+12025550101';

/** Between two keys, on the simulator's clock. */
const GAP_MS = 50;
/** Long, because a busy machine is slow. */
const PATIENCE_MS = 30_000;
const POLL_MS = 20;

function address(name) {
  const value = process.env[name];
  if (value === undefined) throw new Error(`Set ${name} to an address of ./agentpay demo`);
  return value.replace(/\/$/, '');
}

export const server = SERVER;

/** A token of the agent, as a page gets it by its sign-in form. */
export async function signIn(name) {
  const answer = await post(`${SERVER}/api/login`, { name, password: PASSWORD });
  return answer.token;
}

/** A request to the API as an agent, as another page of theirs would send it. */
export async function api(name, path, body) {
  return post(SERVER + path, body, { Authorization: `Bearer ${await signIn(name)}` });
}

/** The payments on a call, as the API lists them for an agent. */
export async function paySessionsOn(name, callSid) {
  const response = await fetch(`${SERVER}/api/pay-sessions?limit=100`, {
    headers: { Authorization: `Bearer ${await signIn(name)}` },
  });
  const { paySessions } = await response.json();
  return paySessions.filter(({ call }) => call === callSid);
}

async function post(url, body, headers = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** Sets how long Twilio waits for the first digit: as long as it takes. */
export async function waitForFirstDigits() {
  await fetch(`${SIMULATOR}/simulator/switches`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ firstDigitTimeoutSeconds: 0 }),
  });
}

let customers = 0;

/** A customer who talks to somebody at the PBX. */
export class Customer {
  static async calls() {
    const from = `+120255503${String(++customers).padStart(2, '0')}`;
    const { sid } = await post(`${SIMULATOR}/simulator/calls`, { from, to: LINE });
    const customer = new Customer();
    customer.callSid = sid;
    await until('the call to be connected', async () => (await customer.call()).hears.kind === 'talking');
    return customer;
  }

  async call() {
    const response = await fetch(`${SIMULATOR}/simulator/calls/${this.callSid}`);
    return response.json();
  }

  /** Waits until Twilio asks for the field, then types. */
  async types(field, digits) {
    await until(`Twilio to ask for ${field}`, async () => (await this.call()).capturing === field);
    await this.presses(digits);
  }

  async presses(digits) {
    await post(`${SIMULATOR}/simulator/calls/${this.callSid}/digits`, { digits, gapMillis: GAP_MS });
  }

  /** Waits until Twilio was told this often to ask for the field. */
  async wasAskedFor(field, times) {
    await until(`${times} requests for ${field}`, async () => {
      const response = await fetch(`${SIMULATOR}/simulator/journal?since=0`);
      const { entries } = await response.json();
      const requests = entries.filter(
        ({ kind, details }) =>
          kind === 'REST' && details.path.includes(this.callSid) && details.parameters.Capture === field,
      );
      return requests.length >= times;
    });
  }

  async typesCard(number = GOOD_CARD) {
    await this.types('payment-card-number', number);
  }

  async typesCode() {
    await this.types('security-code', '123');
  }

  async typesExpiry() {
    await this.types('expiration-date', `12${String(new Date().getUTCFullYear() + 1).slice(2)}`);
  }

  async typesAll(number = GOOD_CARD) {
    await this.typesCard(number);
    await this.typesCode();
    await this.typesExpiry();
  }

  /** Types what Twilio asks for now, if it asks for anything. By then it may ask for something else. */
  async typesWhatIsAsked() {
    const digits = { 'payment-card-number': GOOD_CARD, 'security-code': '123', 'expiration-date': '1239' };
    const { capturing } = await this.call();
    if (capturing in digits) await this.presses(digits[capturing]);
  }

  async hangsUp() {
    const { status } = await this.call();
    if (status === 'completed') return;
    await post(`${SIMULATOR}/simulator/calls/${this.callSid}/hangup`, {});
  }
}

/** Waits until a condition holds. */
export async function until(what, condition) {
  const end = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Waited too long for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

const EVENTS =
  'callConnected UUIItemAdded cardUpdate capturing capturingCard capturingSecurityCode capturingDate ' +
  'capturingPostalCode captureComplete cardReset securityCodeReset dateReset postalCodeReset cancelledCapture ' +
  'submitComplete stopCapturing connection error';

/** Records what a client emits. */
export class Recorder {
  log = [];

  constructor(client) {
    for (const event of EVENTS.split(' ')) client.on(event, (...args) => this.log.push({ event, args }));
  }

  /** The names, without those that happen any number of times. */
  get names() {
    return this.log.map(({ event }) => event).filter((e) => e !== 'cardUpdate' && e !== 'connection');
  }

  /** The first argument of each event with this name. */
  of(name) {
    return this.log.filter(({ event }) => event === name).map(({ args }) => args[0]);
  }

  count(name) {
    return this.of(name).length;
  }

  /** Waits until an event has happened this often. */
  async sees(name, times = 1) {
    await until(`${name}; seen: ${this.names.join(' ')}`, () => this.count(name) >= times);
  }
}

/** A network between a client and the server. It can be cut, and it can make a token invalid. */
export class Network {
  #isCut = false;
  #expired = new Set();
  #sockets = new Set();
  #server = http.createServer((request, response) => this.#forward(request, response));

  static async open() {
    const network = new Network();
    network.#server.on('connection', (socket) => {
      if (network.#isCut) socket.destroy();
      network.#sockets.add(socket);
      socket.on('close', () => network.#sockets.delete(socket));
    });
    await new Promise((resolve) => network.#server.listen(0, '127.0.0.1', resolve));
    network.address = `http://127.0.0.1:${network.#server.address().port}`;
    return network;
  }

  cut() {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  restore() {
    this.#isCut = false;
  }

  /** From now on the server gets a damaged token instead of this one, and refuses it. Ends open connections. */
  expire(token) {
    this.#expired.add(token);
    for (const socket of this.#sockets) socket.destroy();
  }

  close() {
    this.cut();
    this.#server.close();
  }

  #forward(request, response) {
    const headers = { ...request.headers };
    const token = headers.authorization?.replace('Bearer ', '');
    if (this.#expired.has(token)) headers.authorization = `Bearer ${token.slice(0, -4)}AAAA`;
    const upstream = http.request(SERVER + request.url, { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', () => response.destroy());
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  }
}
