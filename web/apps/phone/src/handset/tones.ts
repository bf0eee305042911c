// The sounds of a telephone: DTMF tones of the keys (ITU-T Q.23), ringback and busy tone.
import { browserStore } from '@agentpay/ui';

const ROWS = [697, 770, 852, 941] as const;
const COLUMNS = [1209, 1336, 1477] as const;
const KEYS = ['123', '456', '789', '*0#'] as const;

const KEY_SECONDS = 0.12;
const KEY_LOUDNESS = 0.07;
const LINE_LOUDNESS = 0.03;
const STORAGE_KEY = 'agentpay.tones';

/** Frequencies in Hz, lengths of tone and pause in seconds, number of repeats (North American plan). */
const LINE = {
  ringing: { frequencies: [440, 480], on: 2, off: 4, times: Infinity },
  /** Stops by itself after five tones. */
  busy: { frequencies: [480, 620], on: 0.5, off: 0.5, times: 5 },
} as const;

export type LineTone = keyof typeof LINE;

/** The two frequencies of a key in Hz; `undefined` for any other text. */
export function dtmf(key: string): readonly [number, number] | undefined {
  const row = KEYS.findIndex((keys) => keys.includes(key));
  const low = ROWS[row];
  const high = COLUMNS[KEYS[row]?.indexOf(key) ?? -1];
  return key.length !== 1 || low === undefined || high === undefined ? undefined : [low, high];
}

export class Tones {
  on = browserStore.get(STORAGE_KEY) !== 'off';
  private context: AudioContext | undefined;
  private line: LineTone | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  use(on: boolean): void {
    this.on = on;
    if (!on) this.silence();
    browserStore.set(STORAGE_KEY, on ? 'on' : 'off');
  }

  key(key: string): void {
    const pair = dtmf(key);
    if (this.on && pair !== undefined) this.sound(pair, KEY_SECONDS, KEY_LOUDNESS);
  }

  /** Plays a line tone until it is replaced; `undefined` means silence. */
  playLine(line: LineTone | undefined): void {
    if (line === this.line) return;
    this.silence();
    this.line = line;
    this.repeat(1);
  }

  private repeat(time: number): void {
    if (this.line === undefined || !this.on) return;
    const { frequencies, on, off, times } = LINE[this.line];
    if (time > times) return;
    this.sound(frequencies, on, LINE_LOUDNESS);
    this.timer = setTimeout(() => this.repeat(time + 1), (on + off) * 1000);
  }

  private silence(): void {
    clearTimeout(this.timer);
    this.line = undefined;
    for (const stop of this.sounding) stop();
    this.sounding.clear();
  }

  private readonly sounding = new Set<() => void>();

  private sound(frequencies: readonly number[], seconds: number, loudness: number): void {
    this.context ??= new AudioContext();
    const context = this.context;
    void context.resume();
    const start = context.currentTime;
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(loudness, start + 0.005);
    gain.gain.setValueAtTime(loudness, start + seconds - 0.01);
    gain.gain.linearRampToValueAtTime(0, start + seconds);
    gain.connect(context.destination);
    const sines = frequencies.map((frequency) => new OscillatorNode(context, { frequency }));
    for (const sine of sines) {
      sine.connect(gain);
      sine.start(start);
      sine.stop(start + seconds);
    }
    if (loudness === LINE_LOUDNESS) {
      const stop = () => gain.disconnect();
      this.sounding.add(stop);
      sines[0]?.addEventListener('ended', () => this.sounding.delete(stop));
    }
  }
}
