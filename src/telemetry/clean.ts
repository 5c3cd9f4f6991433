const MOST_CHARS = 64;

/** @returns a stranger's word as it can stand in a line of a log: no control characters, 64 characters at most */
export function clean(word: string): string {
  // The rest is not looked at: it may be a megabyte.
  return word.slice(0, MOST_CHARS).replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '');
}
