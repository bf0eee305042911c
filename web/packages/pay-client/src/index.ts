export {
  ProblemError,
  UnreachableError,
  serverClock,
  type ConnectionState,
  type Problem,
  type TokenProvider,
} from '@agentpay/http';
export { looksLikeCard } from './card-numbers.js';
export {
  EMPTY_STATE,
  applyFrame,
  hasMissed,
  isVisibleTo,
  withCall,
  withSession,
  type Change,
  type LiveState,
  type Transfer,
} from './live-state.js';
export * as money from './money.js';
export { PayClient } from './pay-client.js';
export { PaymentsClient, type PaymentsListener, type PaymentsOptions } from './payments-client.js';
export type * from './types.js';
