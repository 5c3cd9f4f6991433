import { randomBytes } from 'node:crypto';
import type { Request } from 'express';
import type { AccessToken, Database } from './database.js';
import { bodyParameters, requestUrl } from './request.js';

/** The only scope; a request for another gets `invalid_scope`. */
export const SCOPE = 'admin';

type NewToken = Pick<AccessToken, 'userId' | 'clientId' | 'expiresIn'> & Partial<AccessToken>;

/** Adds an access token row, with a random token unless one is given. */
export function issueToken(database: Database, attributes: NewToken): AccessToken {
  const token: AccessToken = {
    token: randomToken(),
    scope: SCOPE,
    createdAt: Date.now(),
    revoked: false,
    ...attributes,
  };
  database.tokens.set(token.token, token);
  return token;
}

/** @returns 32 random bytes in base64url */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Seconds left, rounded down; null when the token never expires. */
export function secondsLeft({ createdAt, expiresIn }: AccessToken): number | null {
  return expiresIn === null ? null : Math.floor((createdAt + expiresIn * 1000 - Date.now()) / 1000);
}

/** Whether a token has expired; one without `expiresIn` never does (Doorkeeper). */
export function isExpired({ createdAt, expiresIn }: AccessToken): boolean {
  return expiresIn !== null && Date.now() >= createdAt + expiresIn * 1000;
}

/** Whether a token is neither revoked nor expired. Token info and introspection check this; the stock API does not. */
export function isAccessible(token: AccessToken): boolean {
  return !token.revoked && !isExpired(token);
}

/** @returns the token that was issued with a refresh token */
export function findByRefreshToken(
  database: Database,
  refreshToken: string,
): AccessToken | undefined {
  return [...database.tokens.values()].find((token) => token.refreshToken === refreshToken);
}

/**
 * The row of the token a request carries, whatever its state.
 * Its first use revokes the token that it was refreshed from, as Doorkeeper does.
 */
export function presentedToken(database: Database, req: Request): AccessToken | undefined {
  const token = database.tokens.get(tokenText(req) ?? '');
  if (token?.previousRefreshToken) {
    const previous = findByRefreshToken(database, token.previousRefreshToken);
    if (previous) previous.revoked = true;
    delete token.previousRefreshToken;
  }
  return token;
}

// Doorkeeper's default access_token_methods: the header, then two parameters.
function tokenText(req: Request): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
  if (bearer) return bearer;
  const query = requestUrl(req).searchParams;
  const parameter = query.get('access_token') ?? query.get('bearer_token');
  if (parameter) return parameter;
  if (!req.is('application/x-www-form-urlencoded')) return undefined;
  const { access_token: fromForm } = bodyParameters(req);
  return typeof fromForm === 'string' ? fromForm : undefined;
}
