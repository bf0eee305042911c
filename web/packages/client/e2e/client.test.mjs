// The built package against a real server and the simulator of Twilio. JavaScriptClientTest (module app) runs it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, before, test } from 'node:test';
import {
  Customer,
  DECLINED_CARD,
  Network,
  Recorder,
  api,
  paySessionsOn,
  server,
  signIn,
  until,
  waitForFirstDigits,
} from './world.mjs';

const { PayClient, PayClientError, ProblemError } = await import(
  process.env.AGENTPAY_CLIENT ?? '../../../target/client/dist/index.js'
);

const cleanups = [];

before(waitForFirstDigits);
afterEach(async () => {
  while (cleanups.length > 0) await cleanups.pop()();
});

async function customerCalls() {
  const customer = await Customer.calls();
  cleanups.push(async () => {
    await customer.hangsUp();
    await until('the call to end', async () => (await customer.call()).status === 'completed');
  });
  return customer;
}

/** A client of an agent, and what it emits. */
async function clientOf(name, options = {}) {
  const client = new PayClient({
    functionsURL: server,
    identity: name,
    bearer: await signIn(name),
    ...options,
  });
  cleanups.push(() => client.detachPay());
  return [client, new Recorder(client)];
}

async function network() {
  const opened = await Network.open();
  cleanups.push(() => opened.close());
  return opened;
}

function fails(code) {
  return (error) => {
    assert.ok(error instanceof PayClientError, String(error));
    assert.equal(error.code, code);
    return true;
  };
}

function refused(kind) {
  return (error) => {
    assert.ok(error instanceof ProblemError, String(error));
    assert.equal(error.kind, kind);
    assert.notEqual(error.message, '');
    return true;
  };
}

test('takes a payment with the arguments in their old order', async () => {
  const customer = await customerCalls();
  const payClient = new PayClient(server, 'alice', await signIn('alice'), 'sandbox');
  cleanups.push(() => payClient.detachPay());
  const recorder = new Recorder(payClient);
  await payClient.attachPay(customer.callSid);
  assert.equal(payClient.callSid, customer.callSid);
  const session = await payClient.startCapture(42.5);
  assert.equal(session.amount, '42.50');
  await customer.typesAll();
  await recorder.sees('captureComplete');
  const paid = await payClient.submitCapture();
  assert.equal(paid.state, 'paid');
  await payClient.detachPay();
  assert.deepEqual(recorder.names, [
    'callConnected',
    'capturing',
    'capturingCard',
    'capturingSecurityCode',
    'capturingDate',
    'captureComplete',
    'submitComplete',
    'stopCapturing',
  ]);
  assert.deepEqual(recorder.of('callConnected'), [customer.callSid]);
  const last = recorder.of('cardUpdate').at(-1);
  assert.match(last.Sid, /^PK[0-9a-f]{32}$/);
  assert.match(last.PaymentConfirmationCode, /./);
  assert.deepEqual(
    { ...last, Sid: '', PaymentConfirmationCode: '' },
    {
      CallSid: customer.callSid,
      Sid: '',
      Capture: 'expiration-date',
      Required: '',
      PaymentCardNumber: 'xxxxxxxxxxxx4242',
      PaymentCardType: 'visa',
      SecurityCode: 'xxx',
      ExpirationDate: 'xxxx',
      PaymentMethod: 'credit-card',
      PaymentConnector: 'sandbox',
      TokenType: 'reusable',
      ChargeAmount: '42.50',
      Currency: 'USD',
      Result: 'success',
      PaymentConfirmationCode: '',
    },
  );
});

test('takes the first payment of the docs', async () => {
  const docs = await readFile(new URL('../../../../docs/client-javascript.md', import.meta.url), 'utf8');
  const [first, bearer] = [...docs.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
  const [imports, ...lines] = first.trim().split('\n');
  assert.equal(imports, "import PayClient from '@agentpay/client';");
  const customer = await customerCalls();
  const shown = [];
  const submitButton = { disabled: true };
  const page = new Function(
    ...['PayClient', 'callSid', 'password', 'show', 'submitButton'],
    `${bearer}; return (async () => { ${lines.join('\n')}; return payClient; })();`.replaceAll(
      'https://pay.example.com',
      server,
    ),
  );
  const payClient = await page(
    PayClient,
    customer.callSid,
    'demo',
    (...all) => shown.push(all),
    submitButton,
  );
  cleanups.push(() => payClient.detachPay());
  await customer.typesAll();
  await until('the button to be enabled', () => !submitButton.disabled);
  assert.deepEqual(shown.at(-1), ['xxxxxxxxxxxx4242', 'xxx', 'xxxx']);
  await submitButton.onclick();
  assert.equal(shown.at(-1)[0], 'Paid');
  assert.match(shown.at(-1)[1], /./);
});

test('shows each digit while the customer types', async () => {
  const customer = await customerCalls();
  const [payClient, recorder] = await clientOf('alice');
  await payClient.attachPay(customer.callSid);
  await payClient.startCapture(1);
  await customer.typesCard();
  await recorder.sees('capturingSecurityCode');
  const partial = recorder.of('cardUpdate').filter((update) => update.PartialResult === 'true');
  const lengths = partial.map((update) => update.PaymentCardNumber.length);
  assert.ok(lengths.length > 3, `only ${lengths.length} updates`);
  assert.deepEqual(
    lengths,
    lengths.toSorted((a, b) => a - b),
  );
  assert.ok(partial.every((update) => update.Capture === 'payment-card-number'));
  const { Required } = recorder.of('cardUpdate').at(-1);
  assert.deepEqual(Required.split(',').sort(), ['expiration-date', 'security-code']);
});

test('makes a token without an amount', async () => {
  const customer = await customerCalls();
  const [payClient, recorder] = await clientOf('alice', { tokenType: 'one-time', currency: 'EUR' });
  await payClient.attachPay(customer.callSid);
  await payClient.startCapture();
  await customer.typesAll();
  await recorder.sees('captureComplete');
  assert.equal((await payClient.submitCapture()).state, 'tokenized');
  const last = recorder.of('cardUpdate').at(-1);
  assert.match(last.PaymentToken, /^tok_/);
  assert.equal(last.ChargeAmount, undefined);
  assert.equal(last.TokenType, 'one-time');
  assert.equal(last.Currency, 'EUR');
});

test('sends the details of a payment', async () => {
  const customer = await customerCalls();
  const [payClient] = await clientOf('alice');
  await payClient.attachPay(customer.callSid);
  const session = await payClient.startCapture('10.00', {
    tip: '2.50',
    reference: 'A-1',
    description: 'Shoes',
  });
  assert.equal(session.total, '12.50');
  assert.equal(session.reference, 'A-1');
  assert.equal(session.description, 'Shoes');
});

test('asks for fields again', async () => {
  const customer = await customerCalls();
  const [payClient, recorder] = await clientOf('alice', {
    captureOrder: 'payment-card-number, expiration-date, security-code, postal-code',
  });
  await payClient.attachPay(customer.callSid);
  await payClient.startCapture(5);
  await customer.typesCard();
  await customer.typesExpiry();
  await customer.typesCode();
  await customer.types('postal-code', '94107#');
  await recorder.sees('captureComplete');
  const steps = [
    ['resetCard', 'cardReset', 'capturingCard', () => customer.typesCard('5555555555554444')],
    ['resetSecurityCode', 'securityCodeReset', 'capturingSecurityCode', () => customer.typesCode()],
    ['resetDate', 'dateReset', 'capturingDate', () => customer.typesExpiry()],
    [
      'resetPostalCode',
      'postalCodeReset',
      'capturingPostalCode',
      () => customer.types('postal-code', '10001#'),
    ],
  ];
  for (const [i, [method, reset, capturing, types]] of steps.entries()) {
    const since = recorder.names.length;
    await payClient[method]();
    assert.deepEqual(recorder.names.slice(since), [reset, capturing]);
    await types();
    await recorder.sees('captureComplete', i + 2);
  }
  const last = recorder.of('cardUpdate').at(-1);
  assert.equal(last.PaymentCardNumber, 'xxxxxxxxxxxx4444');
  assert.equal(last.PaymentCardType, 'mastercard');
  assert.equal((await payClient.submitCapture()).state, 'paid');
});

test('asks again for the field that is being typed', async () => {
  const customer = await customerCalls();
  const [payClient, recorder] = await clientOf('alice');
  await payClient.attachPay(customer.callSid);
  await payClient.startCapture(5);
  await customer.types('payment-card-number', '42424');
  await payClient.resetCard();
  await customer.wasAskedFor('payment-card-number', 2);
  await customer.typesCard();
  await recorder.sees('capturingSecurityCode');
  assert.deepEqual(recorder.names, [
    'callConnected',
    'capturing',
    'capturingCard',
    'cardReset',
    'capturingCard',
    'capturingSecurityCode',
  ]);
});

test('reports what Twilio rejected', async () => {
  const customer = await customerCalls();
  const [payClient, recorder] = await clientOf('alice');
  await payClient.attachPay(customer.callSid);
  await payClient.startCapture(5);
  await customer.typesCard('4242424242424241');
  await until('a rejection', () =>
    recorder.of('cardUpdate').some((u) => u.ErrorType === 'invalid-card-number'),
  );
  await customer.typesCard();
  await recorder.sees('capturingSecurityCode');
  assert.equal(recorder.of('cardUpdate').at(-1).ErrorType, undefined);
});

test('cancels', async () => {
  const customer = await customerCalls();
  const [payClient, recorder] = await clientOf('alice');
  await payClient.attachPay(customer.callSid);
  await payClient.startCapture(5);
  await customer.typesCard();
  assert.equal((await payClient.cancelCapture()).state, 'cancelled');
  assert.equal(recorder.names.at(-1), 'cancelledCapture');
  assert.equal(recorder.of('cardUpdate').at(-1).Result, 'transaction-cancelled');
  await payClient.startCapture(6);
  assert.equal(recorder.count('capturing'), 2);
});

test('reports a payment that another page of the agent cancels', async () => {
  const customer = await customerCalls();
  const [payClient, recorder] = await clientOf('alice');
  await payClient.attachPay(customer.callSid);
  const { id } = await payClient.startCapture(5);
  await api('alice', `/api/pay-sessions/${id}/cancel`, {});
  await recorder.sees('cancelledCapture');
  assert.equal(recorder.count('error'), 0);
});

test('a declined payment is not a complete one', async () => {
  const customer = await customerCalls();
  const [payClient, recorder] = await clientOf('alice');
  await payClient.attachPay(customer.callSid);
  await payClient.startCapture(5);
  await customer.typesAll(DECLINED_CARD);
  await recorder.sees('captureComplete');
  const error = await payClient.submitCapture().then(assert.fail, (e) => e);
  assert.ok(fails('declined')(error));
  assert.equal(error.paySession.state, 'declined');
  assert.deepEqual(recorder.of('error'), [error]);
  assert.equal(recorder.count('submitComplete'), 0);
  assert.equal(recorder.of('cardUpdate').at(-1).Result, 'payment-connector-error');
});

test('reports that the customer has hung up', async () => {
  const customer = await customerCalls();
  const [payClient, recorder] = await clientOf('alice');
  await payClient.attachPay(customer.callSid);
  await payClient.startCapture(5);
  await customer.typesCard();
  await customer.hangsUp();
  await recorder.sees('error');
  assert.ok(fails('abandoned')(recorder.of('error')[0]));
  assert.equal(payClient.paySession.state, 'abandoned');
});

test('refuses a method at the wrong time, and changes nothing', async () => {
  const customer = await customerCalls();
  const [payClient, recorder] = await clientOf('alice');
  for (const method of ['startCapture', 'submitCapture', 'cancelCapture', 'resetCard']) {
    await assert.rejects(payClient[method](), fails('not-attached'));
  }
  await assert.rejects(payClient.attachPay('CA1'), TypeError);
  await payClient.attachPay();
  await assert.rejects(payClient.attachPay(customer.callSid), fails('already-attached'));
  await assert.rejects(payClient.startCapture(), fails('no-call'));
  for (const method of ['submitCapture', 'cancelCapture', 'resetDate']) {
    await assert.rejects(payClient[method](), fails('no-payment'));
  }
  assert.throws(() => payClient.updateCallSid('PK00000000000000000000000000000000'), TypeError);
  payClient.updateCallSid(`CA${'0'.repeat(32)}`);
  await assert.rejects(payClient.startCapture(), refused('unknown-call'));
  payClient.updateCallSid(customer.callSid);
  for (const amount of [-1, NaN, '', '1.234', '.']) {
    await assert.rejects(payClient.startCapture(amount), refused('invalid'));
  }
  const starts = await Promise.allSettled([payClient.startCapture(5), payClient.startCapture(5)]);
  assert.deepEqual(
    starts.map((start) => start.status),
    ['fulfilled', 'rejected'],
  );
  assert.ok(fails('payment-in-progress')(starts[1].reason));
  await recorder.sees('capturingCard');
  await assert.rejects(payClient.submitCapture(), refused('not-now'));
  assert.equal(payClient.paySession.state, 'capturing');
  await customer.typesAll();
  await recorder.sees('captureComplete');
  await payClient.submitCapture();
  await assert.rejects(payClient.cancelCapture(), refused('not-now'));
  await assert.rejects(payClient.resetCard(), refused('not-now'));
  assert.equal(payClient.paySession.state, 'paid');
  assert.equal(recorder.count('cancelledCapture'), 0);
  assert.equal(recorder.count('cardReset'), 0);
});

test('takes over the calls that the agent gets', async () => {
  const [payClient, recorder] = await clientOf('alice');
  await payClient.attachPay();
  const first = await customerCalls();
  await api('alice', `/api/calls/${first.callSid}/claim`, {});
  await recorder.sees('UUIItemAdded');
  await payClient.startCapture(5);
  const second = await customerCalls();
  const ofBob = await customerCalls();
  await api('bob', `/api/calls/${ofBob.callSid}/claim`, {});
  await api('alice', `/api/calls/${second.callSid}/claim`, {});
  await recorder.sees('UUIItemAdded', 2);
  assert.deepEqual(recorder.of('UUIItemAdded'), [first.callSid, second.callSid]);
  assert.equal(payClient.callSid, second.callSid);
  await first.typesAll();
  await recorder.sees('captureComplete');
  assert.equal((await payClient.submitCapture()).call, first.callSid);
});

test('takes over the call that the agent already has', async () => {
  const customer = await customerCalls();
  await api('alice', `/api/calls/${customer.callSid}/claim`, {});
  const [payClient, recorder] = await clientOf('alice');
  await payClient.attachPay();
  assert.deepEqual(recorder.of('UUIItemAdded'), [customer.callSid]);
});

test('continues an open payment after a reload of the page', async () => {
  const customer = await customerCalls();
  const [before] = await clientOf('alice');
  await before.attachPay(customer.callSid);
  const { id } = await before.startCapture(5);
  await customer.typesCard();
  await before.detachPay();
  const [after, recorder] = await clientOf('alice');
  await after.attachPay(customer.callSid);
  assert.equal(after.paySession.id, id);
  await customer.typesCode();
  await customer.typesExpiry();
  await recorder.sees('captureComplete');
  assert.equal((await after.submitCapture()).id, id);
});

test('loses nothing when the network is cut and comes back', async () => {
  const customer = await customerCalls();
  const cable = await network();
  const [payClient, recorder] = await clientOf('alice', { functionsURL: cable.address });
  await payClient.attachPay(customer.callSid);
  await payClient.startCapture(5);
  await customer.typesCard();
  await recorder.sees('capturingSecurityCode');
  cable.cut();
  await until('the break to be noticed', () => recorder.of('connection').at(-1).state === 'waiting');
  await customer.typesCode();
  await customer.typesExpiry();
  cable.restore();
  await recorder.sees('captureComplete');
  assert.deepEqual(recorder.names, [
    'callConnected',
    'capturing',
    'capturingCard',
    'capturingSecurityCode',
    'capturingDate',
    'captureComplete',
  ]);
  cable.cut();
  const submitted = payClient.submitCapture();
  setTimeout(() => cable.restore(), 100);
  assert.equal((await submitted).state, 'paid');
  assert.equal(recorder.count('submitComplete'), 1);
});

test('says that the server cannot be reached, and attaches later', async () => {
  const customer = await customerCalls();
  const cable = await network();
  cable.cut();
  const [payClient, recorder] = await clientOf('alice', { functionsURL: cable.address });
  await assert.rejects(payClient.attachPay(customer.callSid), fails('unreachable'));
  cable.restore();
  await payClient.attachPay(customer.callSid);
  assert.deepEqual(recorder.names, ['error', 'callConnected']);
});

test('renews an expired token', async () => {
  const customer = await customerCalls();
  const cable = await network();
  const tokens = [];
  const bearer = async () => {
    tokens.push(await signIn('alice'));
    return tokens.at(-1);
  };
  const [payClient, recorder] = await clientOf('alice', { functionsURL: cable.address, bearer });
  await payClient.attachPay(customer.callSid);
  await payClient.startCapture(5);
  await customer.typesCard();
  cable.expire(tokens[0]);
  await customer.typesCode();
  await customer.typesExpiry();
  await recorder.sees('captureComplete');
  assert.equal(tokens.length, 2);
  cable.expire(tokens[1]);
  assert.equal((await payClient.submitCapture()).state, 'paid');
  assert.equal(tokens.length, 3);
  assert.equal(recorder.count('error'), 0);
});

test('reports why there is no token', async () => {
  const customer = await customerCalls();
  const cable = await network();
  let token = await signIn('alice');
  const bearer = () => token ?? Promise.reject(new Error('Sign in again'));
  const [payClient, recorder] = await clientOf('alice', { functionsURL: cable.address, bearer });
  const [first] = [token, (token = undefined)];
  await assert.rejects(payClient.attachPay(customer.callSid), { message: 'Sign in again' });
  token = first;
  await payClient.attachPay(customer.callSid);
  token = undefined;
  cable.expire(first);
  await recorder.sees('error', 2);
  assert.equal(recorder.of('error')[1].message, 'Sign in again');
  token = await signIn('alice');
  const lives = () => recorder.of('connection').filter(({ state }) => state === 'live').length;
  await until('the connection to come back', () => lives() === 2);
  assert.match((await payClient.startCapture(5)).payment, /^PK/);
});

test('reports an expired token that cannot be renewed', async () => {
  const customer = await customerCalls();
  const cable = await network();
  const bearer = await signIn('alice');
  const [payClient, recorder] = await clientOf('alice', { functionsURL: cable.address, bearer });
  await payClient.attachPay(customer.callSid);
  const { id } = await payClient.startCapture(5);
  cable.expire(bearer);
  await recorder.sees('error');
  assert.deepEqual(
    recorder.of('error').map((error) => error.code),
    ['signed-out'],
  );
  assert.equal(recorder.of('connection').at(-1).state, 'closed');
  await assert.rejects(payClient.submitCapture(), fails('not-attached'));
  await assert.rejects(payClient.attachPay(customer.callSid), fails('signed-out'));
  const [again] = await clientOf('alice');
  await again.attachPay(customer.callSid);
  assert.equal(again.paySession.id, id);
});

test('two agents side by side see only their own payments', async () => {
  const agents = await Promise.all(
    ['alice', 'bob'].map(async (name) => ({
      name,
      customer: await customerCalls(),
      client: await clientOf(name),
    })),
  );
  await Promise.all(
    agents.map(async ({ customer, client: [payClient, recorder] }) => {
      await payClient.attachPay(customer.callSid);
      await payClient.startCapture(5);
      await customer.typesAll();
      await recorder.sees('captureComplete');
      await payClient.submitCapture();
    }),
  );
  for (const { name, customer, client } of agents) {
    const [payClient, recorder] = client;
    assert.equal(payClient.paySession.agent, name);
    assert.deepEqual([...new Set(recorder.of('cardUpdate').map((u) => u.CallSid))], [customer.callSid]);
    assert.equal(recorder.count('captureComplete'), 1);
    assert.equal(recorder.count('submitComplete'), 1);
  }
});

test('an agent cannot take a payment on the call of another', async () => {
  const customer = await customerCalls();
  await api('bob', `/api/calls/${customer.callSid}/claim`, {});
  const [payClient] = await clientOf('alice');
  await payClient.attachPay(customer.callSid);
  await assert.rejects(payClient.startCapture(5), refused('unknown-call'));
});

test('a method that waits is told when the client is detached', async () => {
  const customer = await customerCalls();
  const [payClient, recorder] = await clientOf('alice');
  await payClient.attachPay(customer.callSid);
  const started = payClient.startCapture(5);
  await payClient.detachPay();
  await assert.rejects(started, fails('detached'));
  const count = recorder.log.length;
  await payClient.detachPay();
  assert.equal(recorder.log.length, count);
  await payClient.attachPay(customer.callSid);
  assert.deepEqual(recorder.of('stopCapturing').length, 1);
});

/** The same numbers for the same seed (mulberry32). */
function random(seed) {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

const METHODS =
  'attachPay detachPay startCapture submitCapture cancelCapture resetCard resetSecurityCode resetDate';

for (const seed of [1, 2]) {
  test(`tells the truth in any order of calls (seed ${seed})`, async () => {
    const next = random(seed);
    const customer = await customerCalls();
    const [payClient, recorder] = await clientOf('alice');
    const outcomes = [];
    await payClient.attachPay(customer.callSid);
    for (let step = 0; step < 30; step++) {
      const methods = [...METHODS.split(' '), 'startCapture', 'submitCapture'];
      const method = methods[next(methods.length)];
      const argument =
        method === 'attachPay' ? customer.callSid : method === 'startCapture' ? next(2) * 5 : undefined;
      if (next(2) === 0) await customer.typesWhatIsAsked();
      else {
        const outcome = payClient[method](argument).then(
          (value) => ({ method, value }),
          (error) => ({ method, error }),
        );
        outcomes.push(outcome);
        if (next(3) > 0) await Promise.race([outcome, new Promise((resolve) => setTimeout(resolve, 500))]);
      }
    }
    await payClient.detachPay();
    const ended = await Promise.all(outcomes); // every promise settles
    const sessions = await paySessionsOn('alice', customer.callSid);
    const complete = sessions
      .filter(({ state }) => state === 'paid' || state === 'tokenized')
      .map(({ id }) => id);
    const cancelled = sessions.filter(({ state }) => ['cancelling', 'cancelled'].includes(state));
    for (const { error } of ended) {
      if (error) assert.ok(error instanceof PayClientError || error instanceof ProblemError, String(error));
    }
    for (const { method, value } of ended) {
      if (method === 'submitCapture' && value) assert.ok(complete.includes(value.id), value.id);
    }
    const reported = recorder.of('submitComplete').map(({ id }) => id);
    assert.equal(new Set(reported).size, reported.length, 'each once');
    assert.deepEqual(
      reported.filter((id) => !complete.includes(id)),
      [],
    );
    assert.ok(recorder.count('cancelledCapture') <= cancelled.length);
  });
}
