// Twilio's identity of an agent's softphone. The server maps names by the same rule.

const LETTERS: Record<string, string> = { '.': 'd', '@': 'a', '-': 'h', _: 'u' };

/** Maps a user name to letters, digits and underscores: `jane.doe` becomes `jane__ddoe`. */
export function clientIdentity(name: string): string {
  return name.replace(/[.@-]|_(?=_)/g, (character) => `__${LETTERS[character] ?? ''}`);
}
