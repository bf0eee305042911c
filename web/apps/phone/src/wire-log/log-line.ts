// Summarises an entry of the simulator's journal in one line. Text from the wire is not translated.
import type { JournalEntry } from '../simulator.js';

export interface LogLine {
  /** Direction as seen from the simulator; `local` for entries without a request. */
  way: 'in' | 'out' | 'local';
  what: string;
  /** The answer: a status, or the fault or failure. */
  answer: string;
  isError: boolean;
}

/** The callback parameter with the masked digits of each field. */
const TYPED: Partial<Record<string, string>> = {
  'payment-card-number': 'PaymentCardNumber',
  'expiration-date': 'ExpirationDate',
  'security-code': 'SecurityCode',
  'postal-code': 'PaymentCardPostalCode',
  'bank-routing-number': 'BankRoutingNumber',
  'bank-account-number': 'BankAccountNumber',
};

/** The callback parameters that are shown, most important first. */
const TELLING = [
  'Result',
  'ErrorType',
  'PayErrorCode',
  'ConnectorError',
  'PaymentConfirmationCode',
  'PaymentToken',
  'ProfileId',
  'DialCallStatus',
  'CallStatus',
];

export function logLine(entry: JournalEntry): LogLine {
  const d = entry.details;
  switch (entry.kind) {
    case 'REST':
      return {
        way: 'in',
        what: join([text(d.method), path(text(d.path)), request(record(d.parameters))]),
        answer: join([text(d.status), text(d.fault)]),
        isError: Number(d.status) >= 400 || d.fault !== undefined,
      };
    case 'WEBHOOK':
      return {
        way: 'out',
        what: join([text(d.what), told(record(d.parameters))]),
        answer: text(d.fault) || text(d.failure) || text(d.status),
        isError: d.fault !== undefined || d.failure !== undefined || Number(d.status) >= 400,
      };
    case 'CONNECTOR':
      return {
        way: 'out',
        what: join(['connector', text(d.connector)]),
        answer: text(d.fault) || text(d.failure) || text(d.outcome) || text(d.status),
        isError: d.fault !== undefined || d.failure !== undefined || Number(d.status) >= 400,
      };
    case 'KEYS':
      return {
        way: 'local',
        what: text(d.keys),
        answer: `${text(d.heardByPayment)}/${text(d.keys).length}`,
        isError: d.hungUp === true,
      };
    case 'CALL':
      return { way: 'local', what: text(d.to), answer: text(d.status), isError: false };
    case 'ERROR':
      return { way: 'local', what: text(d.message), answer: text(d.code), isError: true };
  }
}

/** A path without its constant parts, and with shortened sids. */
export function path(whole: string): string {
  return whole
    .replace(/^\/2010-04-01\/Accounts\/AC[0-9a-f]{32}/i, '')
    .replace(/\b([A-Z]{2}[0-9a-f]{4})[0-9a-f]{28}\b/g, '$1…')
    .replace(/\.json$/, '');
}

function request(parameters: Record<string, unknown>): string {
  for (const name of ['Capture', 'Status', 'PaymentConnector']) {
    if (parameters[name] !== undefined) return `${name}=${text(parameters[name])}`;
  }
  return '';
}

function told(parameters: Record<string, unknown>): string {
  const typed = TYPED[text(parameters.Capture)] ?? '';
  const field = text(parameters[typed]) === '' ? 'Capture' : typed;
  const isOver = text(parameters.Result) !== '';
  return [...TELLING, ...(isOver ? [] : [field])]
    .filter((name) => text(parameters[name]) !== '')
    .map((name) => `${name}=${text(parameters[name])}`)
    .join(' ');
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

function join(parts: string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
