import { replaceUnseen } from './unseen.js';

/** What ends a line. */
const LINE_ENDS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/** Sanitizes an untrusted text to one line of visible characters, for logs, terminals, names and descriptions. */
export function oneLine(text: string): string {
  const line = text.toWellFormed().replace(LINE_ENDS, ' ');
  return replaceUnseen(line, (run) => (/\p{Cc}/u.test(run) ? ' ' : '')).trim();
}
