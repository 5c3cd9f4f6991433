import { showUnseen } from '../../values/unseen.js';

const MOST_CHARS = 2_000;
/** Names of what signs somebody in. What only opens the one file, as the signature of a store, is the answer itself. */
const SECRET =
  /(^|[_-])(token|secret|passw(or)?d|pwd|key|auth|authorization|jwt|session|sid|code|otp|assertion|ticket)$/i;
const OF_A_STORE = /^x-(amz|goog)-|^(page|next|continuation)_token$/i;

/**
 * Sanitizes a URL from a header of the application before people see it: makes it absolute, and removes passwords and
 * parameters that could sign somebody in. This server never follows it.
 * @param at the requested URL
 * @returns undefined for anything but an http or https URL of at most 2,000 characters
 */
export function sanitizeUrl(location: string | undefined, at: string): string | undefined {
  if (!location || !URL.canParse(location, at)) return undefined;
  const url = new URL(location, at);
  if (!/^https?:$/.test(url.protocol) || url.href.length > MOST_CHARS) return undefined;
  url.username = '';
  url.password = '';
  // Where OAuth's implicit answers have their tokens.
  if (url.hash.includes('=')) url.hash = '';
  for (const name of new Set(url.searchParams.keys())) {
    const words = name.replace(/([a-z\d])([A-Z])/g, '$1_$2');
    if (SECRET.test(words) && !OF_A_STORE.test(words)) url.searchParams.set(name, 'redacted');
  }
  return showUnseen(url.href);
}
