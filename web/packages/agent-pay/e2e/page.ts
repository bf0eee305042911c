// A page that uses the element. The test of the package type-checks it in a project of its own.
import '@agentpay/agent-pay';
import type { AgentPayElement, PaySession } from '@agentpay/agent-pay';

export function takePayment(
  token: () => Promise<string>,
  paid: (payment: PaySession) => void,
): AgentPayElement {
  const pay = document.createElement('agent-pay');
  pay.server = 'https://pay.example.com';
  pay.amount = '42.50';
  pay.addEventListener('agent-pay-token-needed', async () => {
    pay.token = await token();
  });
  pay.addEventListener('agent-pay-completed', ({ detail }) => paid(detail));
  document.body.append(pay);
  return pay;
}
