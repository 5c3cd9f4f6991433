import type { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import { ask, askForToken, oauthErrorOf } from './ask.js';
import { failure, ok, type Result } from './finding.js';

const REMEDY =
  'Let config/routes.rb of the application have `use_doorkeeper`, at its root and not under /api; then look into its log';

/** Whether the application's own OAuth endpoints are there. */
export async function checkOAuthEndpoints(client: BulletTrainClient): Promise<Result[]> {
  return Promise.all([checkAuthorize(client), checkToken(client)]);
}

/** Who is not signed in is sent to sign in; other applications show a page. */
async function checkAuthorize(client: BulletTrainClient): Promise<Result> {
  const { status } = await ask(client, '/oauth/authorize');
  return status === 404 || status >= 500
    ? failure(`/oauth/authorize answers ${status}`, REMEDY)
    : ok('/oauth/authorize answers');
}

async function checkToken(client: BulletTrainClient): Promise<Result> {
  const answer = await askForToken(client, {});
  return oauthErrorOf(answer) === undefined
    ? failure(`/oauth/token answers ${answer.status}, and not with an OAuth error`, REMEDY)
    : ok('/oauth/token answers');
}
