import type { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import type { AppConfig } from '../config/app-config.js';
import { RedirectComparison } from '../bullet-train/redirect-comparison.js';
import { probe, askForToken, oauthErrorOf } from './probe.js';
import { failure, ok, warning, type Result } from './finding.js';

const REMEDY =
  'Let config/routes.rb of the application have `use_doorkeeper`, at its root and not under /api; then look into its log';

/** Whether the application's own OAuth endpoints are there. */
export async function checkOAuthEndpoints(
  client: BulletTrainClient,
  { oauth }: AppConfig,
): Promise<Result[]> {
  return [
    ...(await Promise.all([checkAuthorize(client), checkToken(client)])),
    ...(oauth.passthroughClients ? await checkComparison(client) : []),
  ];
}

/** What is lost by it, SECURITY.md says. */
async function checkComparison(client: BulletTrainClient): Promise<Result[]> {
  if (!(await new RedirectComparison(client).isExact())) return [];
  return [
    warning(
      "it compares redirect URIs exactly (Doorkeeper 6), so that people's own client IDs get no `iss` of this server, and PKCE is the application's to check",
      "Let people sign in through the operator's application, which none of this touches, and set BULLET_TRAIN_TOKENS=tokens-only; or see that the application has the columns of PKCE (`rails generate doorkeeper:pkce`)",
    ),
  ];
}

/** Who is not signed in is sent to sign in; other applications show a page. */
async function checkAuthorize(client: BulletTrainClient): Promise<Result> {
  const { status } = await probe(client, '/oauth/authorize');
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
