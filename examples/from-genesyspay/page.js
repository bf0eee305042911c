// A page in the manner of GenesysPay: the agent pastes the Call SID. GenesysPay's page asked for no sign-in and no token;
// this one gets a token from its own back end.
import { PayClient } from '@agentpay/client';

const $ = (id) => document.getElementById(id);
const resets = ['reset-card-number', 'reset-security-code', 'reset-expiration-date'];

const payClient = new PayClient({
  functionsURL: 'https://pay.example.com',
  identity: 'agent',
  bearer: async () => (await fetch('/agent-token', { method: 'POST' })).text(),
  captureOrder: ['payment-card-number', 'security-code', 'expiration-date'],
});

function show(status, ...enabled) {
  $('status').textContent = status;
  for (const id of [...resets, 'submit', 'cancel']) $(id).disabled = !enabled.includes(id);
}

payClient.on('capturing', () => {
  $('payment').textContent = payClient.paySession.id;
  show('Capturing', ...resets, 'cancel');
});
payClient.on('cardUpdate', (data) => {
  $('card-number').value = data.PaymentCardNumber ?? '';
  $('security-code').value = data.SecurityCode ?? '';
  $('expiration-date').value = data.ExpirationDate ?? '';
});
payClient.on('capturingCard', () => show('Card number', ...resets, 'cancel'));
payClient.on('capturingSecurityCode', () => show('Security code', ...resets, 'cancel'));
payClient.on('capturingDate', () => show('Expiry', ...resets, 'cancel'));
payClient.on('captureComplete', () => show('Complete', ...resets, 'submit', 'cancel'));
payClient.on('submitComplete', ({ outcome }) => {
  $('confirmation').value = outcome.confirmationCode;
  show('Paid');
});
payClient.on('cancelledCapture', () => show('Cancelled'));
payClient.on('error', (error) => ($('error').textContent = error.message));

$('start').addEventListener('submit', async (event) => {
  event.preventDefault();
  $('error').textContent = '';
  const callSid = $('call-sid').value;
  try {
    if (payClient.callSid === undefined) await payClient.attachPay(callSid);
    else payClient.updateCallSid(callSid);
    $('call').textContent = callSid;
    show('Connected');
    await payClient.startCapture($('amount').value);
  } catch {
    // The error event has shown it.
  }
});
$('reset-card-number').onclick = () => payClient.resetCard();
$('reset-security-code').onclick = () => payClient.resetSecurityCode();
$('reset-expiration-date').onclick = () => payClient.resetDate();
$('submit').onclick = () => payClient.submitCapture();
$('cancel').onclick = () => payClient.cancelCapture();
