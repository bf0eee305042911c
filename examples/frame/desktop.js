// The page around the frame: mints a token when the frame asks for one, and hears how the payment ended.
const FRAME = 'https://frame.example.com';
const frame = document.querySelector('iframe');

window.addEventListener('message', async ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== FRAME) return;
  if (data.type === 'agent-pay:token-needed') {
    const token = await (await fetch('/agent-token', { method: 'POST' })).text();
    source.postMessage({ type: 'agent-pay:token', token }, FRAME);
  } else if (data.type.startsWith('agent-pay-')) {
    document.querySelector('#result').textContent = `The payment is ${data.state}.`;
  }
});
