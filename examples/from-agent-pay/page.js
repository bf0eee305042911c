// A page for @deshartman/agent-pay 4.x. Two things differ: the package's name, and the credentials for the token.
import PayClient from '@agentpay/client';

const functionsURL = 'https://pay.example.com';
const paymentConnector = 'sandbox';
const captureOrder = 'payment-card-number,security-code,expiration-date';
const currency = 'USD';
const tokenType = 'reusable';
const writeKey = null;

const $ = (id) => document.getElementById(id);
const say = (text) => ($('status').textContent = text);
const enable = (...ids) => {
  for (const button of document.querySelectorAll('body > button, p > button')) {
    button.disabled = !ids.includes(button.id);
  }
};

$('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  const identity = $('identity').value;
  const response = await fetch(functionsURL + '/getSyncToken?' + new URLSearchParams({ identity }), {
    headers: { Authorization: 'Basic ' + btoa(`${identity}:${$('password').value}`) },
  });
  if (!response.ok) {
    say(`no token: ${response.status}`);
    return;
  }
  const bearer = await response.json();
  $('sign-in').hidden = true;
  takePayments(identity, bearer, $('call').value || null);
});

function takePayments(identity, bearer, callSid) {
  const payClient = new PayClient(
    functionsURL,
    identity,
    bearer,
    paymentConnector,
    captureOrder,
    currency,
    tokenType,
    writeKey,
  );

  const connected = () => {
    say('connected');
    enable('start', 'detach');
  };
  payClient.on('callConnected', connected);
  payClient.on('UUIItemAdded', connected);
  payClient.on('cardUpdate', (data) => {
    $('card').value = data.PaymentCardNumber ? `${data.PaymentCardNumber} (${data.PaymentCardType})` : '';
    $('code').value = data.SecurityCode ?? '';
    $('expiry').value = data.ExpirationDate ?? '';
    if (data.PaymentToken || data.ProfileId) $('token').value = data.PaymentToken ?? data.ProfileId;
  });
  payClient.on('capturing', () => {
    say('capturing');
    enable('reset-card', 'reset-code', 'reset-expiry', 'cancel', 'detach');
  });
  payClient.on('capturingCard', () => say('capturing the card'));
  payClient.on('capturingSecurityCode', () => say('capturing the security code'));
  payClient.on('capturingDate', () => say('capturing the expiry'));
  payClient.on('captureComplete', () => {
    say('complete');
    enable('submit', 'reset-card', 'reset-code', 'reset-expiry', 'cancel', 'detach');
  });
  payClient.on('cancelledCapture', () => {
    say('cancelled');
    enable('start', 'detach');
  });
  payClient.on('submitComplete', () => {
    say('submitted');
    enable('start', 'detach');
  });
  payClient.on('error', (error) => say(error.message)); // not in agent-pay

  $('start').onclick = () => payClient.startCapture();
  $('reset-card').onclick = () => payClient.resetCard();
  $('reset-code').onclick = () => payClient.resetSecurityCode();
  $('reset-expiry').onclick = () => payClient.resetDate();
  $('submit').onclick = () => payClient.submitCapture();
  $('cancel').onclick = () => payClient.cancelCapture();
  $('detach').onclick = () => {
    payClient.detachPay();
    say('detached');
    enable();
  };

  // When ready to capture payments
  payClient.attachPay(callSid);
}
