import { pickList, pickParameters, requireParameter } from '../protocol/parameters.js';

const UNDERSTOOD = [
  'grant_type',
  'code',
  'code_verifier',
  'redirect_uri',
  'refresh_token',
  'scope',
] as const;

/** A request to the token endpoint, apart from the client's credentials. */
export interface TokenRequest extends Partial<Record<(typeof UNDERSTOOD)[number], string>> {
  /** It may be given several times (RFC 8707 §2.2). */
  resource: string[];
}

/** @throws OAuthError `invalid_request` when a parameter is repeated or too long, or grant_type is missing */
export function readTokenRequest(form: unknown): TokenRequest {
  const request = pickParameters(form, UNDERSTOOD);
  requireParameter(request, 'grant_type');
  return { ...request, resource: pickList(form, 'resource') };
}
