export * from './api.js';
export * from './card-numbers.js';
export * as money from './money.js';
export * from './pay-client.js';
export * from './stream.js';
export * from './world.js';
