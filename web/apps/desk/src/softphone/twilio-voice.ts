// A script of its own, which is loaded when an agent switches the softphone on: Twilio's SDK, and how we open it.
import { Device } from '@twilio/voice-sdk';
import type { VoiceDevice } from './voice-sdk.js';

/** How long before its end the SDK asks for another token. */
const TOKEN_REFRESH_MS = 60_000;

export function isSupported(): boolean {
  return Device.isSupported;
}

export function open(token: string): VoiceDevice {
  return new Device(token, {
    appName: 'agentpay-desk',
    // A second call is told that we are busy; otherwise the SDK lets it ring in vain.
    allowIncomingWhileBusy: true,
    closeProtection: true,
    tokenRefreshMs: TOKEN_REFRESH_MS,
    logLevel: 'error',
  });
}
