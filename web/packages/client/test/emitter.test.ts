import { afterEach, describe, expect, it, vi } from 'vitest';
import { Emitter } from '../src/emitter.js';

class Source extends Emitter<{ typed: [digits: string]; done: [] }> {
  typed(digits: string): void {
    this.emit('typed', digits);
  }
}

afterEach(() => vi.unstubAllGlobals());

describe('Emitter', () => {
  it('calls the listeners of an event in order', () => {
    const source = new Source();
    const seen: string[] = [];
    source
      .on('typed', (digits) => seen.push(`a${digits}`))
      .addListener('typed', (digits) => seen.push(`b${digits}`));
    source.on('done', () => seen.push('done'));
    source.typed('1');
    expect(seen).toEqual(['a1', 'b1']);
  });

  it('calls a listener of `once` once, and removes it by its name', () => {
    const source = new Source();
    const listener = vi.fn();
    const removed = vi.fn();
    source.once('typed', listener).once('typed', removed).off('typed', removed);
    source.typed('1');
    source.typed('2');
    expect(listener.mock.calls).toEqual([['1']]);
    expect(removed).not.toHaveBeenCalled();
    expect(source.listenerCount('typed')).toBe(0);
  });

  it('removes one listener at a time', () => {
    const source = new Source();
    const listener = vi.fn();
    source.on('typed', listener).on('typed', listener).removeListener('typed', listener);
    source.typed('1');
    expect(listener).toHaveBeenCalledOnce();
  });

  it('removes all listeners of one event, or of all events', () => {
    const source = new Source();
    source.on('typed', vi.fn()).on('done', vi.fn());
    source.removeAllListeners('typed');
    expect([source.listenerCount('typed'), source.listenerCount('done')]).toEqual([0, 1]);
    source.removeAllListeners();
    expect(source.listenerCount('done')).toBe(0);
  });

  it('may be changed by a listener', () => {
    const source = new Source();
    const second = vi.fn();
    source.on('typed', () => source.off('typed', second)).on('typed', second);
    source.typed('1');
    source.typed('2');
    expect(second).toHaveBeenCalledOnce();
  });

  it('reports the error of a listener as uncaught and calls the others', () => {
    const tasks: (() => void)[] = [];
    vi.stubGlobal('queueMicrotask', (task: () => void) => tasks.push(task));
    const source = new Source();
    const other = vi.fn();
    source.on('typed', () => {
      throw new Error('of the page');
    });
    source.on('typed', other);
    source.typed('1');
    expect(other).toHaveBeenCalledOnce();
    expect(tasks).toHaveLength(1);
    expect(tasks[0]).toThrow('of the page');
  });
});
