import type { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import { askForToken, oauthErrorOf } from './probe.js';
import { ok, warning, type Result } from './finding.js';

/** Doorkeeper knows the grant type only with `use_refresh_token`, and checks it before anything else. */
export async function checkRefreshTokens(client: BulletTrainClient): Promise<Result[]> {
  const answer = await askForToken(client, { grant_type: 'refresh_token', refresh_token: 'none' });
  const error = oauthErrorOf(answer);
  if (error === 'invalid_grant' || error === 'invalid_client') return [ok('they are on')];
  const where = '`use_refresh_token` in config/initializers/doorkeeper.rb of the application';
  return [
    error === 'unsupported_grant_type'
      ? warning(
          'they are off: everybody signs in again every two hours',
          `Set ${where}, and restart it`,
        )
      : warning(
          `cannot check whether they are on: /oauth/token answers ${answer.status}`,
          `Fix the token endpoint; then ${where} turns them on`,
        ),
  ];
}
