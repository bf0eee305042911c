// What the errors of Twilio's Voice SDK mean for an agent. Codes: twilio.com/docs/voice/sdks/error-codes.
import { ProblemError, UnreachableError } from '@agentpay/pay-client';
import { SoftphoneError, type Trouble } from './softphone.js';

/** Expired, or held against a session that is over: another token may be all that is needed. */
const TOKEN_CODES: ReadonlySet<number> = new Set([
  20101, 20103, 20104, 20105, 20106, 20107, 20151, 20157, 31102, 31201, 31202, 31203, 31204, 31205, 31207,
]);

/** The way to Twilio is broken; the SDK finds it again by itself. 31000 is what it calls a socket that closed without a word. */
const NETWORK_CODES: ReadonlySet<number> = new Set([31000, 31003, 31005, 31009, 53000, 53001, 53405]);

/** The error in our words; what the server refused stays as it is. */
export function toSoftphoneError(error: unknown): SoftphoneError | ProblemError {
  if (error instanceof SoftphoneError || error instanceof ProblemError) return error;
  if (error instanceof UnreachableError) return new SoftphoneError('network');
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return new SoftphoneError(kindOf(code, name), String(code ?? name ?? ''));
}

function kindOf(code: unknown, name: unknown): Trouble {
  if (code === 31401 || name === 'NotAllowedError' || name === 'SecurityError') return 'microphone-denied';
  if (code === 31402 || name === 'NotFoundError' || name === 'NotReadableError') return 'microphone-missing';
  if (name === 'NotSupportedError') return 'unsupported';
  if (isTokenError(code)) return 'token-refused';
  return typeof code === 'number' && NETWORK_CODES.has(code) ? 'network' : 'other';
}

export function isTokenError(code: unknown): boolean {
  return typeof code === 'number' && TOKEN_CODES.has(code);
}
