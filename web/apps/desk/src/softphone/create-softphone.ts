// Creates the softphone of a desk, and remembers in the tab whether it is on.
import type { Desk, PayClient } from '@agentpay/pay-client';
import { tabStore } from '@agentpay/ui';
import { clientIdentity } from './client-identity.js';
import { loadVoiceSdk } from './load-voice-sdk.js';
import { SimulatedSoftphone } from './simulated-softphone.js';
import { NO_SOFTPHONE, type Softphone } from './softphone.js';
import { TwilioSoftphone } from './twilio-softphone.js';

const STORAGE_KEY = 'agentpay.softphone';

/** Twilio's softphone is off at first, because it asks for the microphone. The simulator's is on. */
export function createSoftphone(desk: Desk, name: string, client: PayClient, changed: () => void): Softphone {
  const { kind, url = '' } = desk.softphone;
  if (kind === 'none') return NO_SOFTPHONE;
  const softphone =
    kind === 'simulator'
      ? new SimulatedSoftphone(url, clientIdentity(name), changed)
      : new TwilioSoftphone(
          { token: () => client.softphoneToken(), load: loadVoiceSdk, microphone },
          changed,
        );
  softphone.setOn((tabStore.get(STORAGE_KEY) ?? (kind === 'simulator' ? 'on' : 'off')) === 'on');
  return softphone;
}

export function storeSoftphoneOn(on: boolean): void {
  tabStore.set(STORAGE_KEY, on ? 'on' : 'off');
}

/** Asks for permission to use the microphone. */
async function microphone(): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  for (const track of stream.getTracks()) track.stop();
}
