// Asks before the page is closed or reloaded during a call, because the agent's voice goes through this page.
import type { DeskModel } from './desk-model.js';

export function isOnCall({ softphone, selection, live, isSupervisor }: LeaveState): boolean {
  if (isSupervisor) return false;
  const own = selection.liveCalls.some((c) => c.state === 'answered' && c.agent === live.me?.agent.name);
  return own || softphone.legs.some((leg) => leg.state !== 'ringing');
}

type LeaveState = Pick<DeskModel, 'softphone' | 'live' | 'isSupervisor'> & {
  selection: Pick<DeskModel['selection'], 'liveCalls'>;
};

/** Warns while the model is on a call, until the returned function is called. The browser words the question. */
export function warnOnLeave(model: () => DeskModel | undefined): () => void {
  const warn = (e: BeforeUnloadEvent) => {
    const current = model();
    if (current !== undefined && isOnCall(current)) e.preventDefault();
  };
  addEventListener('beforeunload', warn);
  return () => removeEventListener('beforeunload', warn);
}
