import { thumbprintOf, type Client } from '../clients/client.js';
import { isRegistered } from '../clients/redirect-uri.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { pickList, pickParameters, requireParameter } from '../protocol/parameters.js';
import { readChallenge } from '../protocol/pkce.js';
import { readResource } from '../protocol/resource.js';
import { readScope } from '../protocol/scope.js';

/** It waits in a cookie while the person signs in, percent-encoded: browsers take cookies up to 4 KB. */
const MAX_STATE_BYTES = 1_024;

/** What a client asks of the authorization endpoint, checked; sealed on its way to the token endpoint. */
export interface AuthorizationRequest {
  /** The client's thumbprint. */
  client: string;
  redirectUri: string;
  /** The client's, S256. */
  codeChallenge: string;
  resource: string;
  /** What it may be granted at most, and behind the consent page what the person has granted. */
  scope: string;
  /** The ids of the teams that the person has chosen, behind the account page; undefined for all, also later ones. */
  teams?: readonly string[];
  /** What it is called when it is ended; known when the code is issued. */
  connection?: string;
  /** The client's own, given back as it is. */
  state?: string;
}

/**
 * Until this has returned, nobody is redirected.
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

/** @returns the client's state, or undefined when it has given none that can be given back */
export function readState(query: unknown): string | undefined {
  // Express gives an object, whatever the query; the value is checked below.
  const { state } = query as { state?: unknown };
  return typeof state === 'string' && state && !isTooLong(state) ? state : undefined;
}

function isTooLong(state: string): boolean {
  return Buffer.byteLength(state) > MAX_STATE_BYTES;
}

/**
 * Checks all that may be answered by a redirect to the client (RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2).
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
