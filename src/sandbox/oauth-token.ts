import { createHash } from 'node:crypto';
import { Router, type Request } from 'express';
import { findByRefreshToken, issueToken, randomToken, SCOPE } from './access-tokens.js';
import type { AccessToken, Database, Grant } from './database.js';
import type { SandboxFlags } from './flags.js';
import { requireClient } from './oauth-client.js';
import { teamIdsOf } from './users.js';
import { oauthProblem, Problem } from './http-error.js';
import { redirectUriMatches } from './redirect-uri.js';
import { bodyParameters } from './request.js';

/** `POST /oauth/token`. */
export function tokenRoutes(database: Database, flags: SandboxFlags): Router {
  return Router().post('/oauth/token', (req, res) => {
    res.set('Cache-Control', 'no-store');
    const token = grantToken(database, flags, req);
    res.json(tokenResponse(database, token));
  });
}

function grantToken(database: Database, flags: SandboxFlags, req: Request): AccessToken {
  const grantType = required(req, 'grant_type');
  if (grantType === 'authorization_code') return exchangeCode(database, flags, req);
  if (grantType === 'refresh_token' && flags.refreshTokens) return refresh(database, flags, req);
  if (grantType === 'client_credentials') {
    requireClient(database, req);
    // Stock Bullet Train then looks up the user of a token that has no user.
    throw new Problem(404);
  }
  throw oauthProblem(
    400,
    'unsupported_grant_type',
    'The authorization grant type is not supported by the authorization server.',
  );
}

function exchangeCode(database: Database, flags: SandboxFlags, req: Request): AccessToken {
  const code = required(req, 'code');
  const grant = database.grants.get(code);
  if (grant?.codeChallenge) required(req, 'code_verifier');
  const redirectUri = required(req, 'redirect_uri');
  const { clientId } = requireClient(database, req);
  if (
    !grant ||
    grant.clientId !== clientId ||
    Date.now() >= grant.expiresAt ||
    !redirectUriMatches(redirectUri, grant.redirectUri, flags.doorkeeper6) ||
    (flags.pkce && !verifierMatches(grant, parameter(req, 'code_verifier')))
  ) {
    throw invalidGrant();
  }
  // A code works once.
  database.grants.delete(code);
  return issue(database, flags, { clientId, userId: grant.userId });
}

function refresh(database: Database, flags: SandboxFlags, req: Request): AccessToken {
  const refreshToken = required(req, 'refresh_token');
  const { clientId } = requireClient(database, req);
  const old = findByRefreshToken(database, refreshToken);
  if (!old || old.revoked || old.clientId !== clientId) throw invalidGrant();
  if ((parameter(req, 'scope') ?? SCOPE) !== SCOPE) {
    const description = 'The requested scope is invalid, unknown, or malformed.';
    throw oauthProblem(400, 'invalid_scope', description);
  }
  // The old one stays good until the new access token is first used.
  return issue(database, flags, {
    clientId,
    userId: old.userId,
    previousRefreshToken: refreshToken,
  });
}

function issue(
  database: Database,
  flags: SandboxFlags,
  attributes: Pick<AccessToken, 'clientId' | 'userId'> & Partial<AccessToken>,
): AccessToken {
  return issueToken(database, {
    ...attributes,
    expiresIn: flags.accessTokenSeconds,
    ...(flags.refreshTokens && { refreshToken: randomToken() }),
  });
}

function tokenResponse(database: Database, token: AccessToken): object {
  const teamIds = [...teamIdsOf(database, token.userId)];
  return {
    access_token: token.token,
    token_type: 'Bearer',
    expires_in: token.expiresIn,
    ...(token.refreshToken && { refresh_token: token.refreshToken }),
    scope: token.scope,
    created_at: Math.floor(token.createdAt / 1000),
    // Bullet Train names the team if there is only one candidate.
    ...(teamIds.length === 1 && { team_id: teamIds[0] }),
  };
}

function verifierMatches(grant: Grant, verifier: string | undefined): boolean {
  if (!verifier) return !grant.codeChallenge;
  if (grant.codeChallengeMethod === 'plain') return verifier === grant.codeChallenge;
  return createHash('sha256').update(verifier).digest('base64url') === grant.codeChallenge;
}

function parameter(req: Request, name: string): string | undefined {
  const value = bodyParameters(req)[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function required(req: Request, name: string): string {
  const value = parameter(req, name);
  if (value) return value;
  throw oauthProblem(400, 'invalid_request', `Missing required parameter: ${name}.`);
}

function invalidGrant(): Problem {
  return oauthProblem(
    400,
    'invalid_grant',
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
  );
}
