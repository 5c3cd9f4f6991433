import { pickParameters, requireParameter } from '../parameters.js';

const UNDERSTOOD = [
  'grant_type',
  'code',
  'code_verifier',
  'redirect_uri',
  'refresh_token',
  'resource',
  'scope',
] as const;

/** What a client asks of the token endpoint, apart from its credentials. */
export type TokenRequest = Partial<Record<(typeof UNDERSTOOD)[number], string>>;

/** @throws OAuthError `invalid_request` when a parameter is doubled or too long, or grant_type is missing */
export function readTokenRequest(form: unknown): TokenRequest {
  const request = pickParameters(form, UNDERSTOOD);
  requireParameter(request, 'grant_type');
  return request;
}
