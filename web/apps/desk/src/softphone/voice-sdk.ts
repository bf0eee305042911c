// As much of Twilio's Voice SDK as the desk uses: what stands for it in tests has this, and no more.

/** One leg of the agent's, as the SDK has it. */
export interface VoiceCall {
  readonly direction: string;
  /** `CallSid` and `From` are those of the agent's own leg; its sid comes late when it is dialled from here. */
  readonly parameters: Record<string, string>;
  /** What the server's TwiML says to us. */
  readonly customParameters: Map<string, string>;
  accept(): void;
  reject(): void;
  disconnect(): void;
  mute(muted: boolean): void;
  isMuted(): boolean;
  status(): string;
  on(event: string, listener: (...args: any[]) => void): unknown;
}

export interface VoiceDevice {
  readonly state: string;
  register(): Promise<void>;
  updateToken(token: string): void;
  connect(options: { params: Record<string, string> }): Promise<VoiceCall>;
  destroy(): void;
  on(event: string, listener: (...args: any[]) => void): unknown;
}

/** The script with the SDK in it. */
export interface VoiceSdk {
  /** Whether this browser can make calls at all; over plain HTTP it can't. */
  isSupported(): boolean;
  open(token: string): VoiceDevice;
}
