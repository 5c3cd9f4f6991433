import { sha256, isEqualConstantTime } from '../../values/sha256.js';
import { OAuthError } from './oauth-error.js';

/** An S256 challenge: a SHA-256, base64url (RFC 7636 §4.2). */
const CHALLENGE = /^[\w-]{43}$/;
/** RFC 7636 §4.1. */
const VERIFIER = /^[\w.~-]{43,128}$/;

/**
 * @throws OAuthError `invalid_request` when there is no S256 challenge (RFC 7636 §4.4.1); `plain` would protect nothing
 */
export function readChallenge(challenge: string | undefined, method: string | undefined): string {
  if (challenge === undefined) {
    throw new OAuthError('invalid_request', 'The parameter code_challenge is missing (PKCE)');
  }
  if (method !== 'S256') {
    throw new OAuthError('invalid_request', 'code_challenge_method must be S256');
  }
  if (!CHALLENGE.test(challenge)) {
    throw new OAuthError('invalid_request', 'code_challenge must be a SHA-256 in base64url');
  }
  return challenge;
}

/** @returns the S256 challenge of a verifier (RFC 7636 §4.2) */
export function challengeOf(verifier: string): string {
  return sha256(verifier);
}

/** @throws OAuthError `invalid_grant` when the verifier does not match the challenge (RFC 7636 §4.6) */
export function checkVerifier(verifier: string, challenge: string): void {
  if (!VERIFIER.test(verifier) || !isEqualConstantTime(challengeOf(verifier), challenge)) {
    throw new OAuthError('invalid_grant', 'code_verifier does not match the code_challenge');
  }
}
