import { Router } from 'express';
import { SCOPE } from './access-tokens.js';
import type { SandboxFlags } from './flags.js';
import { Problem } from './http-error.js';
import { requestUrl } from './request.js';

/** Doorkeeper 6 serves RFC 8414's document; earlier ones have no such route. */
export function metadataRoutes(flags: SandboxFlags): Router {
  return Router().get('/.well-known/oauth-authorization-server', (req, res) => {
    if (!flags.doorkeeper6) throw new Problem(404);
    const { origin } = requestUrl(req);
    res.json({
      issuer: origin,
      authorization_endpoint: `${origin}/oauth/authorize`,
      token_endpoint: `${origin}/oauth/token`,
      revocation_endpoint: `${origin}/oauth/revoke`,
      introspection_endpoint: `${origin}/oauth/introspect`,
      scopes_supported: [SCOPE],
      response_types_supported: ['code'],
      grant_types_supported: [
        'authorization_code',
        'client_credentials',
        ...(flags.refreshTokens ? ['refresh_token'] : []),
      ],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      ...(flags.pkce && { code_challenge_methods_supported: ['plain', 'S256'] }),
    });
  });
}
