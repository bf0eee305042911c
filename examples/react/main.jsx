import '@agentpay/agent-pay';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

const SERVER = 'https://pay.example.com';

async function renewToken({ currentTarget }) {
  const answer = await fetch('/agent-token', { method: 'POST' });
  currentTarget.token = await answer.text();
}

function Order({ reference, total }) {
  const [tip, setTip] = useState(0);
  const [payment, setPayment] = useState();
  return (
    <main>
      <h1>{reference}</h1>
      <label>
        <input type="checkbox" onChange={(e) => setTip(e.target.checked ? 5 : 0)} /> Tip of 5
      </label>
      <agent-pay
        server={SERVER}
        amount={String(total + tip)}
        currency="USD"
        reference={reference}
        onagent-pay-token-needed={(e) => void renewToken(e)}
        onagent-pay-changed={(e) => setPayment(e.detail)}
      />
      <p role="status">{payment && `The payment is ${payment.state}.`}</p>
    </main>
  );
}

createRoot(document.querySelector('#root')).render(<Order reference="order 1042" total={42.5} />);
