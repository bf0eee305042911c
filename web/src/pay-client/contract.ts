// What the server's own description does not say yet. A type goes from here as soon as `openapi.json` has it.
import type { components, paths as described } from './api.gen.js';

type Schemas = components['schemas'];

/** How the customer and the agent come together. */
export type Route = 'softphone' | 'sip-in' | 'sip-out' | 'forward' | 'dial-out' | 'foreign';

/** A customer's call leg. `answered` means: the customer talks to somebody. */
export type Call = Schemas['Call'] & {
  /** The id under which a PBX or CTI knows the call. */
  uui?: string;
  route?: Route;
  answeredAt?: string;
};

export type Desk = Omit<Schemas['Desk'], 'softphone'> & {
  softphone: {
    kind: 'twilio' | 'simulator' | 'none';
    /** Where the simulator is; Twilio is where its library knows. */
    url?: string;
    /** Whether agents may call numbers from here. */
    canDial?: boolean;
  };
  /** Whether a call is claimed by any of its legs' sids. */
  claimBySid?: boolean;
};

export interface SoftphoneToken {
  identity: string;
  token: string;
  expiresAt: string;
}

/** The live calls under a UUI, and whether my claim waits for one. */
export interface CallsByUui {
  uui: string;
  calls: Call[];
  waiting: boolean;
}

export type Problem = Schemas['Problem'] & {
  /** Those to choose from, when a UUI is that of more than one. */
  calls?: Call[];
};

interface Json<T> {
  content: { 'application/json': T };
}
interface Post<Body, Responses> {
  post: { requestBody?: Json<Body>; responses: Responses };
}
type Empty = Record<string, never>;

interface Missing {
  '/api/desk': { get: { responses: { 200: Json<Desk> } } };
  '/api/softphone/token': Post<Empty, { 200: Json<SoftphoneToken> }>;
  '/api/calls': { get: { responses: { 200: Json<{ calls: Call[] }> } } };
  '/api/calls/{sid}/claim': Post<Empty, { 200: Json<Call> }>;
  '/api/calls/{sid}/assign': Post<{ agent: string }, { 200: Json<Call> }>;
  '/api/calls/by-uui/{uui}/claim': Post<Empty, { 200: Json<Call>; 202: Json<CallsByUui> }>;
}

export type paths = Omit<described, keyof Missing> & Missing;
