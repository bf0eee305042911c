export { ApiClient, type RequestOptions } from './api-client.js';
export type { components, paths } from './api.gen.js';
export { ProblemError, UnreachableError, type Problem } from './problems.js';
export { requestJson, type JsonRequest } from './request.js';
export { ServerClock, serverClock } from './server-clock.js';
export { SseConnection, type ConnectionState, type SseListener, type SseOptions } from './sse-connection.js';
export { readFrames, type SseFrame } from './sse-frames.js';
