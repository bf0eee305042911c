export type { ConnectionState, PaySession, Problem, TokenProvider } from '@agentpay/pay-client';
export { ProblemError, UnreachableError } from '@agentpay/pay-client';
export type { CardUpdate } from './card-update.js';
export { PayClientError, type PayClientErrorCode } from './errors.js';
export type { PayClientEvents } from './events.js';
export type { CardField, PayClientOptions, PositionalArguments, TokenType } from './options.js';
export { PayClient, PayClient as default, type PaymentDetails } from './pay-client.js';
