import { thumbprintOf, type Client } from '../clients/client.js';
import { isRegistered } from '../clients/redirect-uri.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { pickList, pickParameters, requireParameter } from '../protocol/parameters.js';
import { readChallenge } from '../protocol/pkce.js';
import { readResource } from '../protocol/resource.js';
import { readScope } from '../protocol/scope.js';

/**
 * The longest `state`. It is kept in a cookie during the sign-in, percent-encoded, and browsers limit cookies to 4 KB.
 */
const MAX_STATE_BYTES = 1_024;

/** A checked authorization request; sealed on its way to the token endpoint. */
export interface AuthorizationRequest {
  /** The client's thumbprint. */
  client: string;
  redirectUri: string;
  /** The client's, S256. */
  codeChallenge: string;
  resource: string;
  /** The most that may be granted; after the consent page, what the person granted. */
  scope: string;
  /** The ids of the teams that the person chose on the account page; undefined for all, including later ones. */
  teams?: readonly string[];
  /** The connection's id, with which it can be ended; set when the code is issued. */
  connection?: string;
  /** The client's own state, returned unchanged. */
  state?: string;
}

/**
 * Reads and checks the redirect URI. Nobody is redirected before this returns.
 * @throws OAuthError `invalid_request` when the redirect URI is missing or not the client's (RFC 6749 §4.1.2.1)
 */
export function readRedirectUri(query: unknown, client: Client): string {
  const redirectUri = requireParameter(pickParameters(query, ['redirect_uri']), 'redirect_uri');
  if (isRegistered(redirectUri, client.redirectUris)) return redirectUri;
  throw new OAuthError(
    'invalid_request',
    'The redirect_uri is not one that the client has registered',
  );
}

/** @returns the client's state, or undefined if there is none that can be returned */
export function readState(query: unknown): string | undefined {
  // Express gives an object, whatever the query; the value is checked below.
  const { state } = query as { state?: unknown };
  return typeof state === 'string' && state && !isTooLong(state) ? state : undefined;
}

function isTooLong(state: string): boolean {
  return Buffer.byteLength(state) > MAX_STATE_BYTES;
}

/**
 * Checks everything whose error is a redirect to the client (RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2).
 * @throws OAuthError
 */
export function readAuthorizationRequest(
  query: unknown,
  client: Client,
  redirectUri: string,
  publicUrl: string,
): AuthorizationRequest {
  const parameters = pickParameters(query, [
    'response_type',
    'code_challenge',
    'code_challenge_method',
    'scope',
    'state',
  ]);
  const { code_challenge: challenge, code_challenge_method: method, scope, state } = parameters;
  if (requireParameter(parameters, 'response_type') !== 'code') {
    throw new OAuthError('unsupported_response_type', 'response_type must be code');
  }
  if (state !== undefined && isTooLong(state)) {
    throw new OAuthError('invalid_request', `state is longer than ${MAX_STATE_BYTES} bytes`);
  }
  return {
    client: thumbprintOf(client.id),
    redirectUri,
    codeChallenge: readChallenge(challenge, method),
    resource: readResource(pickList(query, 'resource'), publicUrl),
    scope: readScope(scope).scope,
    ...(state !== undefined && { state }),
  };
}
