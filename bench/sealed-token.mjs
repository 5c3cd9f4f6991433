import { createHash } from 'node:crypto';
import { AccessTokens } from '../dist/oauth/tokens/access-tokens.js';
import { Sealing } from '../dist/oauth/sealing/sealing.js';
import { readSecret } from '../dist/config/secret.js';

/** Of every server of the bench. */
export const OAUTH_SECRET = createHash('sha256').update('bench').digest('base64');

/** @returns an access token as people who sign in through the server at `publicUrl` have one */
export async function sealToken(publicUrl, token) {
  const config = { oauth: { secrets: [readSecret(OAUTH_SECRET)] }, server: { publicUrl } };
  const tokens = new AccessTokens(new Sealing(config), config);
  const expiresAt = Math.floor(Date.now() / 1000) + 7_200;
  const issued = await tokens.issue(
    { accessToken: token, expiresAt },
    { client: 'bench', resource: `${publicUrl}/mcp` },
  );
  return issued.access_token;
}
