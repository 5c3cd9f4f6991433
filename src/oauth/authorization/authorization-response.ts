import type { AuthorizationRequest } from './authorization-request.js';
import type { OAuthError } from '../protocol/oauth-error.js';

const RESERVED = ['code', 'error', 'error_description', 'error_uri', 'state', 'iss'];

type Addressee = Pick<AuthorizationRequest, 'redirectUri' | 'state'>;

/** Where the browser takes a code (RFC 6749 §4.1.2). */
export function codeRedirect(to: Addressee, code: string, issuer: string): string {
  return redirectTo(to, { code }, issuer);
}

/** Where the browser takes a refusal (RFC 6749 §4.1.2.1). */
export function errorRedirect(to: Addressee, error: OAuthError, issuer: string): string {
  return redirectTo(to, { ...error.toJSON() }, issuer);
}

/** Both name the issuer (RFC 9207 §2), so that a client of several servers cannot mix them up. */
function redirectTo(
  { redirectUri, state }: Addressee,
  answer: Record<string, string>,
  issuer: string,
): string {
  const url = new URL(redirectUri);
  for (const name of RESERVED) {
    // Only if there are parameters to add: this rewrites the client's query, which must stay unchanged (RFC 6749
    // §3.1.2).
    if (url.searchParams.has(name)) url.searchParams.delete(name);
  }
  const added = new URLSearchParams({
    ...answer,
    ...(state !== undefined && { state }),
    iss: issuer,
  });
  url.search = [url.search.slice(1), added.toString()].filter((part) => part).join('&');
  return url.href;
}
