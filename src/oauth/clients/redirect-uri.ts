import { isLoopback } from '../../values/loopback.js';
import { OAuthError } from '../protocol/oauth-error.js';

/** It travels through Bullet Train in the state, which Bullet Train keeps in a cookie while the person signs in. */
const MAX_URI_LENGTH = 512;
/** Schemes that editors and assistants register; reverse domain names are allowed as well (RFC 8252 §7.1). */
const PRIVATE_SCHEMES = [
  'claude',
  'code-oss',
  'cursor',
  'goose',
  'jetbrains',
  'kiro',
  'raycast',
  'trae',
  'vscode',
  'vscode-insiders',
  'vscodium',
  'warp',
  'windsurf',
  'zed',
];
const REVERSE_DOMAIN = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/;

/** Where a redirect URI leads, as the consent page names it. */
export type Destination = { kind: 'website' | 'this device' | 'an app'; name: string };

/**
 * Reads a redirect URI by the rules for registering one (RFC 6749 §3.1.2, RFC 8252 §7, RFC 9700 §2.1):
 * https, http on loopback, or a private-use scheme; no fragment and no credentials.
 * @returns undefined when it is not allowed
 */
export function readDestination(uri: string): Destination | undefined {
  if (!/^[\x21-\x7e]+$/.test(uri) || /[\\#]/.test(uri) || !URL.canParse(uri)) return undefined;
  const { protocol, hostname, host, username, password } = new URL(uri);
  if (username || password) return undefined;
  const scheme = protocol.slice(0, -1);
  if (scheme === 'http' || scheme === 'https') {
    if (isLoopback(hostname)) return { kind: 'this device', name: hostname };
    return scheme === 'https' ? { kind: 'website', name: host } : undefined;
  }
  const known = PRIVATE_SCHEMES.includes(scheme) || REVERSE_DOMAIN.test(scheme);
  return known ? { kind: 'an app', name: `${scheme}://${host}` } : undefined;
}

/**
 * Reads the redirect URIs of a client's metadata (RFC 7591 §2), registered or in a document. Disallowed ones are left
 * out, as a server may do (§3.2.1): some clients list the URIs of all their programs at once.
 * @returns at least one
 * @throws OAuthError `invalid_redirect_uri` when none is allowed, or one is not a string
 */
export function readRedirectUris(given: unknown): string[] {
  if (!Array.isArray(given) || given.length === 0) {
    throw new OAuthError('invalid_redirect_uri', 'redirect_uris must be a list of at least one');
  }
  const texts = given.filter((uri) => typeof uri === 'string');
  const allowed = texts.filter((uri) => uri.length <= MAX_URI_LENGTH && readDestination(uri));
  if (allowed.length > 0 && texts.length === given.length) return [...new Set(allowed)];
  const shown = texts.length < given.length ? 'that is no text' : String(texts[0]).slice(0, 200);
  throw new OAuthError(
    'invalid_redirect_uri',
    `The redirect URI ${shown} is not allowed: use https, http on localhost, or the private scheme of an app, without fragment or credentials, at most ${MAX_URI_LENGTH} characters long`,
  );
}

/**
 * Whether a redirect URI equals a registered one, character for character; on loopback any port matches (RFC 8252
 * §7.3).
 */
export function isRegistered(uri: string, registered: readonly string[]): boolean {
  return registered.includes(uri) || registered.some((other) => isSameLoopback(uri, other));
}

function isSameLoopback(uri: string, registered: string): boolean {
  const isLoopback = [uri, registered].every(
    (one) => one.startsWith('http://') && readDestination(one)?.kind === 'this device',
  );
  return isLoopback && withoutPort(uri) === withoutPort(registered);
}

/** The port of a loopback address changes with each sign-in. */
export function withoutPort(uri: string): string {
  const url = new URL(uri);
  url.port = '';
  return url.href;
}
