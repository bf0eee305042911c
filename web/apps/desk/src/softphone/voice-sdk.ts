// The part of Twilio's Voice SDK that the desk uses. The fake in the tests implements the same interfaces.

/** A leg of the agent. */
export interface VoiceCall {
  readonly direction: string;
  /** `CallSid` and `From` of the agent's leg. For an outbound leg, `CallSid` is missing at first. */
  readonly parameters: Record<string, string>;
  /** Parameters from the server's TwiML. */
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

/** What the separate script with the SDK exports. */
export interface VoiceSdk {
  /** Whether this browser can make calls. Over plain HTTP no browser can. */
  isSupported(): boolean;
  open(token: string): VoiceDevice;
}
