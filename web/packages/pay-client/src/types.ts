// Short names for the types of the API.
import type { components } from '@agentpay/http';

type Schemas = components['schemas'];

export type PaySession = Schemas['PaySession'];
export type Agent = Schemas['Agent'];
export type Me = Schemas['Me'];
export type Login = Schemas['Login'];
export type FieldName = Schemas['Field'];
export type FieldState = Schemas['FieldState'];
export type SessionState = Schemas['SessionState'];
export type StartRequest = Schemas['StartRequest'];
export type ResolveRequest = Schemas['ResolveRequest'];
export type Snapshot = Schemas['Snapshot'];
export type LiveEvent = Schemas['LiveEvent'];
export type Digits = Schemas['Digits'];
export type Call = Schemas['Call'];
export type CallsByUui = Schemas['UuiCalls'];
export type Desk = Schemas['Desk'];
export type SoftphoneToken = Schemas['SoftphoneToken'];
