// Reports that the user does something, so that the server does not sign out who fills in a form or watches.

/** The server signs idle users out after a minute at the earliest, by default after fifteen. */
const INTERVAL_MS = 30_000;

const EVENTS = ['pointerdown', 'keydown', 'wheel'];

/** Calls `report` when the user does something, at most once per interval, until the returned function is called. */
export function reportActivity(report: () => void, page: EventTarget = window): () => void {
  let reportedAt = -Infinity;
  const act = () => {
    const now = performance.now();
    if (now - reportedAt < INTERVAL_MS) return;
    reportedAt = now;
    report();
  };
  for (const name of EVENTS) page.addEventListener(name, act, { capture: true, passive: true });
  return () => {
    for (const name of EVENTS) page.removeEventListener(name, act, { capture: true });
  };
}
