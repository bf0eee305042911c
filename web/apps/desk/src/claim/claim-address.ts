// Finds the id of a call in the page's address, which a CTI opens with `?uui=` or `?conversationId=`, and in pasted text.

const NAMES = ['uui', 'conversationId'] as const;

/** Maximum length of a UUI in characters: SIP's User-to-User has 128 octets in hexadecimal, plus parameters. */
const MAX_UUI_LENGTH = 300;

/** The id of the call, and the address without it; `undefined` if the address contains no id. */
export function claimFromAddress(address: string): { uui: string; rest: string } | undefined {
  const url = new URL(address);
  const named = NAMES.map((name) => url.searchParams.get(name)?.trim() ?? '');
  const uui = named.find((id) => id !== '' && id.length <= MAX_UUI_LENGTH);
  for (const name of NAMES) url.searchParams.delete(name);
  return uui === undefined ? undefined : { uui, rest: url.pathname + url.search + url.hash };
}

/** The only CallSid in a text; `undefined` if there is none or more than one. */
export function findCallSid(text: string): string | undefined {
  const found = new Set(
    [...text.matchAll(/(?<![0-9a-z])CA[0-9a-f]{32}(?![0-9a-z])/gi)].map(
      (m) => `CA${m[0].slice(2).toLowerCase()}`,
    ),
  );
  return found.size === 1 ? [...found][0] : undefined;
}
