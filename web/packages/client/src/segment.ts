// Reports to Twilio Segment what the agent does, with Segment's own library. Loaded only if there is a write key.
//
// The library gets its settings from here and not from Segment's CDN: a page that takes payments must not load code
// of other destinations from elsewhere. It stores nothing in the browser.
import { AnalyticsBrowser, type Context, type Plugin } from '@segment/analytics-next';

export interface TrackedAction {
  event: string;
  identity: string;
  properties: Record<string, string>;
}

const loaded = new Map<string, AnalyticsBrowser>();

/**
 * Sends one action. Resolves when it is sent or given up: reporting must not disturb a payment. Outside of a browser
 * it does nothing, because Segment's library needs one.
 *
 * @param url base address of Segment's tracking API, such as `https://api.segment.io/v1`
 */
export async function track(url: string, writeKey: string, action: TrackedAction): Promise<void> {
  if (typeof window === 'undefined') return;
  const { event, identity, properties } = action;
  const timeStamp = new Date().toISOString();
  await analytics(url, writeKey).track(
    event,
    { identity, timeStamp, ...properties },
    { userId: identity, timestamp: timeStamp },
  );
}

function analytics(url: string, writeKey: string): AnalyticsBrowser {
  const key = `${writeKey} ${url}`;
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const { protocol, host, pathname } = new URL(url);
  const apiHost = (host + pathname).replace(/\/$/, '');
  const created = AnalyticsBrowser.load(
    {
      writeKey,
      plugins: [withoutPage],
      cdnSettings: {
        integrations: {
          'Segment.io': { apiKey: writeKey, apiHost, protocol: protocol.replace(':', '') },
        },
      },
    },
    { disableClientPersistence: true, initialPageview: false, useQueryString: false },
  );
  loaded.set(key, created);
  return created;
}

/** Removes the page's address and title, which the library adds: they could name a customer. */
const withoutPage: Plugin = {
  name: 'agentpay-without-page',
  type: 'enrichment',
  version: '1.0.0',
  isLoaded: () => true,
  load: () => Promise.resolve(),
  track: (context: Context) => {
    delete context.event.context?.page;
    delete context.event.context?.campaign;
    delete context.event.context?.referrer;
    return context;
  },
};
