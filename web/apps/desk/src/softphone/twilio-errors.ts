// Converts errors of Twilio's Voice SDK. Codes: twilio.com/docs/voice/sdks/error-codes.
import { ProblemError, UnreachableError } from '@agentpay/pay-client';
import { SoftphoneError, type SoftphoneErrorKind } from './softphone.js';

/** The token is invalid or has expired. A new one may help. */
const TOKEN_CODES: ReadonlySet<number> = new Set([
  20101, 20103, 20104, 20105, 20106, 20107, 20151, 20157, 31102, 31201, 31202, 31203, 31204, 31205, 31207,
]);

/** The connection to Twilio is lost; the SDK reconnects. 31000 is a socket that closed without a reason. */
const NETWORK_CODES: ReadonlySet<number> = new Set([31000, 31003, 31005, 31009, 53000, 53001, 53405]);

/** Converts an error of the SDK, the browser or the network. A `ProblemError` stays as it is. */
export function toSoftphoneError(error: unknown): SoftphoneError | ProblemError {
  if (error instanceof SoftphoneError || error instanceof ProblemError) return error;
  if (error instanceof UnreachableError) return new SoftphoneError('network');
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return new SoftphoneError(kindOf(code, name), String(code ?? name ?? ''));
}

function kindOf(code: unknown, name: unknown): SoftphoneErrorKind {
  if (code === 31401 || name === 'NotAllowedError' || name === 'SecurityError') return 'microphone-denied';
  if (code === 31402 || name === 'NotFoundError' || name === 'NotReadableError') return 'microphone-missing';
  if (name === 'NotSupportedError') return 'unsupported';
  if (isTokenError(code)) return 'token-refused';
  return typeof code === 'number' && NETWORK_CODES.has(code) ? 'network' : 'other';
}

export function isTokenError(code: unknown): boolean {
  return typeof code === 'number' && TOKEN_CODES.has(code);
}
