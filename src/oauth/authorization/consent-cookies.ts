import { randomBytes } from 'node:crypto';
import type { BrowserCookie, Cookies } from './browser.js';
import { sha256 } from '../../values/sha256.js';

const NAME = 'consent-';
/** 32 random bytes in base64url. */
const SECRET = /^[\w-]{43}$/;
/**
 * The most cookies: only pages that open at the same moment, as when a browser restores its tabs, have separate ones.
 */
const MAX_COOKIES = 12;

/**
 * The secret that a consent page is bound to. A browser that has one keeps it for all its pages. One that has none gets
 * it under a new name, so that two pages opened at once do not overwrite each other's.
 * @returns the secret, and the cookies to set; the oldest of too many are dropped
 */
export function issueSecret(
  cookies: Cookies,
  maxAgeSeconds: number,
): { secret: string; set: BrowserCookie[] } {
  const secret = secretsIn(cookies).at(-1) ?? randomBytes(32).toString('base64url');
  const kept = { name: nameOf(secret), value: secret, maxAgeSeconds };
  const others = Object.keys(cookies).filter((name) => name.startsWith(NAME) && name !== kept.name);
  // Browsers send them in the order in which they were made (RFC 6265 §5.4).
  const dropped = others
    .slice(0, -(MAX_COOKIES - 1))
    .map((name) => ({ name, value: '', maxAgeSeconds: 0 }));
  return { secret, set: [kept, ...dropped] };
}

/** Whether a browser has the secret with this SHA-256. */
export function hasSecret(cookies: Cookies, hash: string): boolean {
  return secretsIn(cookies).some((secret) => sha256(secret) === hash);
}

/**
 * The requester of a page chooses its cookies. Without this check, an attacker could bind a page to an empty cookie,
 * and it would fit every browser that has none, as on a form that another site posts.
 */
function secretsIn(cookies: Cookies): string[] {
  return Object.entries(cookies).flatMap(([name, value]) =>
    value !== undefined && SECRET.test(value) && name === nameOf(value) ? [value] : [],
  );
}

function nameOf(secret: string): string {
  return NAME + sha256(secret).slice(0, 8);
}
