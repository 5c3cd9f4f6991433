import type { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import type { AppConfig } from '../config/app-config.js';
import { RedirectComparison } from '../bullet-train/redirect-comparison.js';
import { probe, askForToken, oauthErrorOf } from './probe.js';
import { failure, ok, warning, type Result } from './finding.js';

const REMEDY =
  'Add `use_doorkeeper` to config/routes.rb of the application, at its root and not under /api; then look into its log';

/** Whether the application's own OAuth endpoints answer. */
export async function checkOAuthEndpoints(
  client: BulletTrainClient,
  { oauth }: AppConfig,
): Promise<Result[]> {
  return [
    ...(await Promise.all([checkAuthorize(client), checkToken(client)])),
    ...(oauth.passthroughClients ? await checkComparison(client) : []),
  ];
}

/** SECURITY.md says what an exact comparison costs. */
async function checkComparison(client: BulletTrainClient): Promise<Result[]> {
  if (!(await new RedirectComparison(client).isExact())) return [];
  return [
    warning(
      "it compares redirect URIs exactly (Doorkeeper 6): people's own client IDs get no `iss` from this server, and only the application can check PKCE",
      "Let people sign in through the operator's application, which is not affected, and set BULLET_TRAIN_TOKENS=tokens-only; or check that the application has the PKCE columns (`rails generate doorkeeper:pkce`)",
    ),
  ];
}

/** A person who is not signed in is redirected to the sign-in, or sees a page. */
async function checkAuthorize(client: BulletTrainClient): Promise<Result> {
  const { status } = await probe(client, '/oauth/authorize');
  return status === 404 || status >= 500
    ? failure(`/oauth/authorize answers ${status}`, REMEDY)
    : ok('/oauth/authorize answers');
}

async function checkToken(client: BulletTrainClient): Promise<Result> {
  const answer = await askForToken(client, {});
  return oauthErrorOf(answer) === undefined
    ? failure(`/oauth/token answers ${answer.status}, without an OAuth error`, REMEDY)
    : ok('/oauth/token answers');
}
