// Reports to Twilio Segment what the agent does. Loaded only if there is a write key.

export interface TrackedAction {
  event: string;
  identity: string;
  properties: Record<string, string>;
}

/** Sends one action. A failure is ignored: reporting must not disturb a payment. */
export async function track(url: string, writeKey: string, action: TrackedAction): Promise<void> {
  const { event, identity, properties } = action;
  const timeStamp = new Date().toISOString();
  await fetch(url, {
    method: 'POST',
    // Segment accepts this type from every origin without asking first, as its own library sends it.
    headers: { 'Content-Type': 'text/plain' },
    body: JSON.stringify({
      writeKey,
      event,
      userId: identity,
      messageId: crypto.randomUUID(),
      timestamp: timeStamp,
      properties: { identity, timeStamp, ...properties },
    }),
    credentials: 'omit',
    keepalive: true,
  }).catch(() => undefined);
}
