// The call that the page's address names: a CTI opens the desk with `?uui=` or `?conversationId=`. Pure.

const NAMES = ['uui', 'conversationId'] as const;

/** Longest UUI: SIP's User-to-User is 128 octets in hexadecimal, and a few words beside it. */
const LONGEST = 300;

/** The id of the wanted call and the address without it; nothing when it names none. */
export function claimFromAddress(address: string): { uui: string; rest: string } | undefined {
  const url = new URL(address);
  const named = NAMES.map((name) => url.searchParams.get(name)?.trim() ?? '');
  const uui = named.find((id) => id !== '' && id.length <= LONGEST);
  for (const name of NAMES) url.searchParams.delete(name);
  return uui === undefined ? undefined : { uui, rest: url.pathname + url.search + url.hash };
}

/** The sid of a call in what somebody pasted; nothing when there is none, or more than one. */
export function findCallSid(text: string): string | undefined {
  const found = new Set(
    [...text.matchAll(/(?<![0-9a-z])CA[0-9a-f]{32}(?![0-9a-z])/gi)].map(
      (m) => `CA${m[0].slice(2).toLowerCase()}`,
    ),
  );
  return found.size === 1 ? [...found][0] : undefined;
}
