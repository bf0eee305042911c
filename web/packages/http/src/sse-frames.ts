// Parses server-sent events (WHATWG HTML, "Server-sent events") from a byte stream.

export interface SseFrame {
  event: string;
  data: string;
  /** The last event ID: set by this frame or by an earlier one. */
  id: string | undefined;
}

/** The part of a `ReadableStream` that is read here. Not all projects for Node know that name. */
export interface ByteStream {
  getReader(): {
    read(): Promise<{ done: boolean; value: Uint8Array | undefined }>;
    cancel(): Promise<void>;
  };
}

/** Longest frame that is accepted, in characters. A snapshot of 200 sessions is far shorter. */
const MAX_FRAME = 4 * 1024 * 1024;

/**
 * Yields each frame, and `undefined` for a comment (a heartbeat). Ends when the bytes end; drops a frame
 * that is incomplete then.
 */
export async function* readFrames(body: ByteStream): AsyncGenerator<SseFrame | undefined, void, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let id: string | undefined;
  let event = '';
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      if (rest.length > MAX_FRAME) throw new Error('frame too long');
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) yield { event: event || 'message', data: data.join('\n'), id };
          event = '';
          data = [];
        } else if (line.startsWith(':')) {
          yield undefined;
        } else {
          const [name, value] = splitField(line);
          if (name === 'event') event = value;
          else if (name === 'data') data.push(value);
          else if (name === 'id' && !value.includes('\0')) id = value;
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function splitField(line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon < 0) return [line, ''];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value];
}
