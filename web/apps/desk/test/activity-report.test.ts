import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { reportActivity } from '../src/sign-in/activity-report.js';

beforeEach(() => vi.useFakeTimers({ now: 0 }));
afterEach(() => vi.useRealTimers());

it('reports clicks, keys and the wheel, at most once per interval', () => {
  const page = new EventTarget();
  const report = vi.fn();
  reportActivity(report, page);
  expect(report).not.toHaveBeenCalled();
  for (const name of ['pointerdown', 'keydown', 'wheel']) page.dispatchEvent(new Event(name));
  expect(report).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(29_999);
  page.dispatchEvent(new Event('keydown'));
  expect(report).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  page.dispatchEvent(new Event('keydown'));
  expect(report).toHaveBeenCalledTimes(2);
});

it('does not report by itself, nor after its end', () => {
  const page = new EventTarget();
  const report = vi.fn();
  const stop = reportActivity(report, page);
  vi.advanceTimersByTime(3_600_000);
  stop();
  page.dispatchEvent(new Event('pointerdown'));
  expect(report).not.toHaveBeenCalled();
});
