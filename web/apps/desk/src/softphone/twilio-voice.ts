// A separate script with Twilio's Voice SDK. It is loaded when an agent switches the softphone on.
import { Device } from '@twilio/voice-sdk';
import type { VoiceDevice } from './voice-sdk.js';

/** How long before the token expires the SDK fires `tokenWillExpire`. */
const TOKEN_REFRESH_MS = 60_000;

export function isSupported(): boolean {
  return Device.isSupported;
}

export function open(token: string): VoiceDevice {
  return new Device(token, {
    appName: 'agentpay-desk',
    // Lets us reject a second call as busy. Otherwise the SDK ignores it, and it rings forever.
    allowIncomingWhileBusy: true,
    closeProtection: true,
    tokenRefreshMs: TOKEN_REFRESH_MS,
    logLevel: 'error',
  });
}
