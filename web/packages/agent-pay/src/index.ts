// The element, and its parts for pages with a connection of their own.
export { AgentPay } from './agent-pay.js';
export { UuiClaim, type Claim } from './claim/uui-claim.js';
export { PAYMENT_MESSAGES, problemText } from './messages.js';
export { PaymentModel, type PaymentModelListener } from './payment-model.js';
export { Drafts } from './payment/drafts.js';
export { amountText } from './payment/amount-text.js';
export { promptFor } from './payment/agent-prompt.js';
export { lookupPlace } from './payment/processor.js';
export { stateKey, stoppedField } from './payment/session-text.js';
export { StartAttempt } from './payment/start-attempt.js';
