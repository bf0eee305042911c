export { SharedConnection } from './shared-connection.js';
export { StreamHub } from './stream-hub.js';
