// A page that uses the types of the installed package. The test of the package type-checks it in a fresh project.
import PayClient, { PayClientError, ProblemError, type CardUpdate, type PaySession } from '@agentpay/client';

const positional = new PayClient(
  'https://pay.example.com',
  'alice',
  'token',
  'Default',
  'payment-card-number,security-code,expiration-date',
  'USD',
  'reusable',
  null,
);
const client = new PayClient({
  functionsURL: 'https://pay.example.com',
  identity: 'alice',
  bearer: async () => 'token',
  captureOrder: ['payment-card-number', 'postal-code'],
});
client.on('cardUpdate', (data: CardUpdate) => data.PaymentCardNumber?.length);
client.once('submitComplete', (session) => session.outcome?.confirmationCode);
client.on('error', (error) => {
  if (error instanceof ProblemError && error.kind === 'not-now') error.problem.detail.length;
  if (error instanceof PayClientError && error.code === 'declined') error.paySession?.state;
});
const session: Promise<PaySession> = client.startCapture('42.50', { reference: 'A-1' });
// @ts-expect-error
client.on('cardupdate', () => {});
// @ts-expect-error
new PayClient({ functionsURL: '', identity: 'alice', bearer: '', tokenType: 'never' });
// @ts-expect-error
client.startCapture(1, { amount: '2' });
export { positional, session };
