// The page in the frame: what to charge comes with its address, the token from the page around it.
const DESKTOP = 'https://desktop.example.com';
const pay = document.querySelector('agent-pay');
const asked = new URLSearchParams(location.search);

for (const name of ['call', 'uui', 'amount', 'currency', 'reference']) {
  const value = asked.get(name);
  if (value !== null) pay.setAttribute(name, value);
}

for (const event of ['agent-pay-completed', 'agent-pay-ended']) {
  pay.addEventListener(event, ({ detail: { id, state } }) => {
    window.parent.postMessage({ type: event, id, state }, DESKTOP);
  });
}
