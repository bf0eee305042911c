// The settings of a client: as one object, or as the positional arguments of older versions.
import type { FieldName, StartRequest, TokenProvider } from '@agentpay/pay-client';

export type TokenType = NonNullable<StartRequest['tokenType']>;

/** A field of a card. */
export type CardField = Extract<
  FieldName,
  'payment-card-number' | 'expiration-date' | 'security-code' | 'postal-code'
>;

export interface PayClientOptions {
  /** Address of the AgentPay server, for example `https://pay.example.com`; empty for the page's own origin. */
  functionsURL: string;
  /** The agent's name for Segment. Who the agent is, the server knows from the token. */
  identity: string;
  /** A token of `POST /api/login`, or a function that returns one: it is asked again when a token has expired. */
  bearer: string | TokenProvider;
  /** A configured connector; by default the server's default. */
  paymentConnector?: string | undefined;
  /** The fields to ask for, as an array or separated by commas. Default: card number, security code, expiry. */
  captureOrder?: string | readonly CardField[] | undefined;
  /** ISO 4217 code. Default: `USD`. */
  currency?: string | undefined;
  /** What a card becomes. Default: `reusable`. */
  tokenType?: TokenType | undefined;
  /** Write key of a Segment source, which then receives what the agent does. Never card data. */
  writeKey?: string | null | undefined;
  /** Base address of Segment's tracking API, for another region or a proxy. Default: `https://api.segment.io/v1`. */
  segmentURL?: string | undefined;
}

/** The arguments in their old order. */
export type PositionalArguments = [
  functionsURL: string,
  identity: string,
  bearer: string | TokenProvider,
  paymentConnector?: string,
  captureOrder?: string | readonly CardField[],
  currency?: string,
  tokenType?: TokenType,
  writeKey?: string | null,
];

export interface Settings {
  readonly server: string;
  readonly identity: string;
  readonly bearer: string | TokenProvider;
  readonly connector: string | undefined;
  readonly captureOrder: readonly CardField[];
  readonly currency: string;
  readonly tokenType: TokenType;
  readonly writeKey: string | undefined;
  readonly segmentURL: string;
}

const FIELDS: readonly CardField[] = [
  'payment-card-number',
  'security-code',
  'expiration-date',
  'postal-code',
];
const DEFAULT_ORDER = FIELDS.slice(0, 3);
const TOKEN_TYPES: readonly TokenType[] = ['one-time', 'reusable', 'payment-method'];
const SEGMENT_URL = 'https://api.segment.io/v1';

/** @throws TypeError if a value is missing or unknown; it names the argument */
export function settingsOf(args: [PayClientOptions] | PositionalArguments): Settings {
  const options = typeof args[0] === 'object' ? args[0] : positional(args as PositionalArguments);
  const { functionsURL, identity, bearer, tokenType } = options;
  if (typeof functionsURL !== 'string' || !/^(https?:\/\/.+)?$/.test(functionsURL)) {
    throw new TypeError(`functionsURL: must begin with https:// or http://, but is ${String(functionsURL)}`);
  }
  if (typeof identity !== 'string' || identity === '') throw new TypeError("identity: the agent's name");
  if (typeof bearer !== 'function' && (typeof bearer !== 'string' || bearer === '')) {
    throw new TypeError('bearer: must be a token, or a function that returns one');
  }
  return {
    server: functionsURL.replace(/\/+$/, ''),
    identity,
    bearer,
    connector: options.paymentConnector || undefined,
    captureOrder: order(options.captureOrder || DEFAULT_ORDER),
    currency: options.currency || 'USD',
    tokenType: oneOf('tokenType', TOKEN_TYPES, tokenType || 'reusable'),
    writeKey: options.writeKey || undefined,
    segmentURL: options.segmentURL || SEGMENT_URL,
  };
}

function positional(args: PositionalArguments): PayClientOptions {
  const [functionsURL, identity, bearer, paymentConnector, captureOrder, currency, tokenType, writeKey] =
    args;
  return { functionsURL, identity, bearer, paymentConnector, captureOrder, currency, tokenType, writeKey };
}

function order(value: string | readonly string[]): readonly CardField[] {
  const names = typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value;
  const fields = names.map((name) => oneOf('captureOrder', FIELDS, name));
  if (new Set(fields).size < fields.length) throw new TypeError('captureOrder: names a field twice');
  return fields;
}

function oneOf<T extends string>(argument: string, known: readonly T[], value: string): T {
  const found = known.find((name) => name === value);
  if (found === undefined) {
    throw new TypeError(`${argument}: ${JSON.stringify(value)} is none of ${known.join(', ')}`);
  }
  return found;
}
