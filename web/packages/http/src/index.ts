export { ApiClient, type RequestOptions } from './api-client.js';
export { BearerToken, type TokenProvider } from './bearer-token.js';
export type { components, paths } from './api.gen.js';
export { ProblemError, UnreachableError, type Problem } from './problems.js';
export { requestJson, type JsonRequest } from './request.js';
export type { ConnectionState } from './connection-state.js';
export { SseConnection, type SseListener, type SseOptions } from './sse-connection.js';
export { readFrames, type SseFrame } from './sse-frames.js';
