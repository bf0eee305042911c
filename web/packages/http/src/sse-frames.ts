// Server-sent events as the standard writes them, read from a byte stream.

export interface Frame {
  event: string;
  data: string;
  /** Set by this frame or by one before it. */
  id: string | undefined;
}

/** Longest frame that is read: a snapshot of two hundred sessions is far below. */
const MAX_FRAME = 4 * 1024 * 1024;

/**
 * Yields each frame of a stream, and `undefined` for a comment (a heartbeat). Ends with the stream;
 * a frame that the end cuts off is not yielded.
 */
export async function* frames(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<Frame | undefined, void, void> {
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
      if (rest.length > MAX_FRAME) throw new Error('a frame is too long');
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
          const [name, value] = field(line);
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

function field(line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon < 0) return [line, ''];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value];
}
