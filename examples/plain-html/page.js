// The page: gives the element a token, and shows how the payment ended.
const pay = document.querySelector('agent-pay');
const result = document.querySelector('#result');

pay.addEventListener('agent-pay-token-needed', async () => {
  const answer = await fetch('/agent-token', { method: 'POST' });
  pay.token = await answer.text();
});

pay.addEventListener('agent-pay-completed', ({ detail }) => {
  result.textContent = `Paid: ${detail.total} ${detail.currency}, confirmation ${detail.outcome.confirmationCode}`;
});

pay.addEventListener('agent-pay-ended', ({ detail }) => {
  result.textContent =
    detail.state === 'unconfirmed'
      ? 'Unconfirmed: the card may have been charged'
      : `Not paid: ${detail.state}`;
});
