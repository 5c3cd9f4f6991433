import { Router, type Request } from 'express';
import { findByRefreshToken, isAccessible, presentedToken, secondsLeft } from './access-tokens.js';
import type { AccessToken, Database } from './database.js';
import type { SandboxFlags } from './flags.js';
import { authenticateClient, requireClient } from './oauth-client.js';
import { authenticateHeader, FRESH, oauthProblem, pageProblem, Problem } from './http-error.js';
import { bodyParameters } from './request.js';

/** Token info, introspection (RFC 7662) and revocation (RFC 7009), as Doorkeeper has them. */
export function tokenStateRoutes(database: Database, flags: SandboxFlags): Router {
  const router = Router();
  router.use('/oauth', (_req, res, next) => {
    res.set('Cache-Control', FRESH);
    next();
  });

  router.get('/oauth/token/info', (req, res) => {
    if (!flags.tokenInfo) throw pageProblem(404);
    const token = presentedToken(database, req);
    if (!token || !isAccessible(token)) throw invalidToken();
    res.json({
      resource_owner_id: token.userId,
      scope: [token.scope],
      expires_in: secondsLeft(token),
      application: { uid: token.clientId },
      created_at: Math.floor(token.createdAt / 1000),
    });
  });

  router.post('/oauth/introspect', (req, res) => {
    const clientId = introspectingClient(database, req);
    const token = namedToken(database, req);
    if (!token || !isAccessible(token) || token.clientId !== clientId) {
      res.json({ active: false });
      return;
    }
    const issuedAt = Math.floor(token.createdAt / 1000);
    res.json({
      active: true,
      scope: token.scope,
      client_id: token.clientId,
      token_type: 'Bearer',
      ...(token.expiresIn !== null && { exp: issuedAt + token.expiresIn }),
      iat: issuedAt,
    });
  });

  router.post('/oauth/revoke', (req, res) => {
    const client = authenticateClient(database, req);
    const token = namedToken(database, req);
    if (!client || (token && token.clientId !== client.clientId)) {
      throw new Problem(403, {
        error: 'unauthorized_client',
        error_description: 'You are not authorized to revoke this token',
      });
    }
    // Doorkeeper marks the row and keeps it; the stock API continues to accept the token.
    if (token) token.revoked = true;
    res.json({});
  });

  return router;
}

// Doorkeeper includes "state"; an expired token looks like an unknown one.
function invalidToken(): Problem {
  const error = 'invalid_token';
  const error_description = 'The access token is invalid';
  return new Problem(
    401,
    { error, error_description, state: 'unauthorized' },
    { 'WWW-Authenticate': authenticateHeader(error, error_description) },
  );
}

/** The client that makes the request, by its credentials or by one of its tokens. */
function introspectingClient(database: Database, req: Request): string {
  if (!req.headers.authorization && !bodyParameters(req).client_id) {
    throw oauthProblem(
      400,
      'invalid_request',
      'Request need to be authorized. Required parameter for authorizing request is missing or invalid.',
    );
  }
  if (!/^Bearer /i.test(req.headers.authorization ?? '')) {
    return requireClient(database, req).clientId;
  }
  const bearer = presentedToken(database, req);
  if (!bearer || !isAccessible(bearer) || bearer.token === bodyParameters(req).token) {
    throw invalidToken();
  }
  return bearer.clientId;
}

function namedToken(database: Database, req: Request): AccessToken | undefined {
  const { token } = bodyParameters(req);
  if (typeof token !== 'string') return undefined;
  return database.tokens.get(token) ?? findByRefreshToken(database, token);
}
