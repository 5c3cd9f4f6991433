import { replaceUnseen } from '../text/unseen.js';

const MOST_CHARS = 64;

/** @returns a stranger's word as it can stand in a line of a log: nothing unseen, 64 characters at most */
export function clean(word: string): string {
  // The rest is not looked at: it may be a megabyte.
  return replaceUnseen(word.slice(0, MOST_CHARS), () => '').replaceAll(/[\t\n\r]/g, '');
}
