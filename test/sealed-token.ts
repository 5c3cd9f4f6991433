import { createHash } from 'node:crypto';
import { readConfig } from '#built/config/app-config.js';
import { AccessTokens } from '#built/oauth/tokens/access-tokens.js';
import { Sealing } from '#built/oauth/sealing/sealing.js';

/** Of every server of the bench. */
export const OAUTH_SECRET = createHash('sha256').update('bench').digest('base64');

/** Goes with OAUTH_SECRET. */
const CLIENT = { BULLET_TRAIN_CLIENT_ID: 'bench', BULLET_TRAIN_CLIENT_SECRET: 'bench' };

/** @returns an access token as the server at `publicUrl` issues it */
export async function sealToken(publicUrl: string, token: string): Promise<string> {
  const config = readConfig({ ...CLIENT, OAUTH_SECRET, PUBLIC_URL: publicUrl });
  const tokens = new AccessTokens(new Sealing(config), config);
  const expiresAt = Math.floor(Date.now() / 1000) + 7_200;
  const issued = await tokens.issue(
    { accessToken: token, expiresAt },
    { client: 'bench', resource: `${publicUrl}/mcp` },
  );
  return issued.access_token;
}
