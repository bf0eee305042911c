import { describe, expect, it } from 'vitest';
import { readFrames, type SseFrame } from '../src/sse-frames.js';

async function read(...chunks: string[]): Promise<(SseFrame | undefined)[]> {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      controller.close();
    },
  });
  const all = [];
  for await (const frame of readFrames(body)) all.push(frame);
  return all;
}

describe('readFrames', () => {
  it('parses event, data and id', async () => {
    expect(await read('event: call\nid: 7\ndata: {"a":1}\n\n')).toEqual([
      { event: 'call', id: '7', data: '{"a":1}' },
    ]);
  });

  it('joins frames that arrive byte by byte', async () => {
    const text = 'event: digits\r\ndata: •\r\n\r\n: beat\n\nid: 2\ndata: a\ndata: b\n\n';
    const bytes = [...new TextEncoder().encode(text)];
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const all = [];
    for await (const frame of readFrames(body)) all.push(frame);
    expect(all).toEqual([
      { event: 'digits', data: '•', id: undefined },
      undefined,
      { event: 'message', data: 'a\nb', id: '2' },
    ]);
  });

  it('keeps the last id for frames without one', async () => {
    const [, second] = await read('id: 9\ndata: a\n\n', 'data: b\n\n');
    expect(second?.id).toBe('9');
  });

  it('drops an incomplete frame at the end', async () => {
    expect(await read('data: whole\n\ndata: half\n')).toHaveLength(1);
  });
});
