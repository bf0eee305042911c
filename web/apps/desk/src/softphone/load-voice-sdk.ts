// Loads the script with Twilio's Voice SDK, and checks that it is from the same build.
import { SoftphoneError } from './softphone.js';
import type { VoiceSdk } from './voice-sdk.js';

/** Set by the build: the script's file next to this one, and its integrity hash. */
declare const TWILIO_VOICE: { file: string; integrity: string };

export async function loadVoiceSdk(): Promise<VoiceSdk> {
  const url = new URL(TWILIO_VOICE.file, import.meta.url).href;
  try {
    await load(url, TWILIO_VOICE.integrity);
    // The browser has loaded and checked this module, so the import does not fetch it again.
    return (await import(/* @vite-ignore */ url)) as VoiceSdk;
  } catch {
    throw new SoftphoneError('not-loaded');
  }
}

/** Loads a module with an integrity check, which `import()` cannot do. */
function load(url: string, integrity: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.type = 'module';
    script.integrity = integrity;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(`Cannot load ${url}`));
    };
    script.src = url;
    document.head.append(script);
  });
}
