// Loads the script with Twilio's SDK, which must be the one that was built together with this one.
import { SoftphoneError } from './softphone.js';
import type { VoiceSdk } from './voice-sdk.js';

/** Put in by the build: the script's file beside this one, and what it must hash to. */
declare const TWILIO_VOICE: { file: string; integrity: string };

export async function loadVoiceSdk(): Promise<VoiceSdk> {
  const url = new URL(TWILIO_VOICE.file, import.meta.url).href;
  try {
    await fetched(url, TWILIO_VOICE.integrity);
    // The browser has this module by now, checked: it does not ask for it again.
    return (await import(/* @vite-ignore */ url)) as VoiceSdk;
  } catch {
    throw new SoftphoneError('not-loaded');
  }
}

/** A plain `import` can't say what the file must hash to; an element can. */
function fetched(url: string, integrity: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.type = 'module';
    script.integrity = integrity;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(`not loaded: ${url}`));
    };
    script.src = url;
    document.head.append(script);
  });
}
