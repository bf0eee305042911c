// Short sounds for a digit, a captured field, an error, a success, and a ringing call.
import { browserStore } from '@agentpay/ui';

export type Sound = 'digit' | 'field' | 'error' | 'success' | 'ring';

/** Frequency in Hz and length in ms of the tones, played one after the other. Frequency 0 is a pause. */
const TONES: Record<Sound, readonly (readonly [number, number])[]> = {
  digit: [[880, 35]],
  field: [
    [660, 70],
    [880, 90],
  ],
  error: [
    [330, 120],
    [247, 180],
  ],
  success: [
    [523, 90],
    [659, 90],
    [784, 160],
  ],
  ring: [
    [587, 180],
    [0, 60],
    [587, 180],
  ],
};
const LOUDNESS = 0.06;
const STORAGE_KEY = 'agentpay.sounds';

export class Sounds {
  private context: AudioContext | undefined;
  on = browserStore.get(STORAGE_KEY) !== 'off';

  use(on: boolean): void {
    this.on = on;
    browserStore.set(STORAGE_KEY, on ? 'on' : 'off');
  }

  play(sound: Sound): void {
    if (!this.on) return;
    this.context ??= new AudioContext();
    let at = this.context.currentTime;
    for (const [frequency, ms] of TONES[sound]) {
      if (frequency > 0) this.tone(this.context, frequency, at, ms / 1000);
      at += ms / 1000;
    }
  }

  private tone(context: AudioContext, frequency: number, at: number, seconds: number): void {
    const oscillator = new OscillatorNode(context, { frequency });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.008);
    gain.gain.setValueAtTime(LOUDNESS, at + seconds - 0.012);
    gain.gain.linearRampToValueAtTime(0, at + seconds);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(at);
    oscillator.stop(at + seconds);
  }
}
