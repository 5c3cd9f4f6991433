import { randomBytes } from 'node:crypto';
import type { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import type { AppConfig } from '../config/app-config.js';
import { probe, askForToken, oauthErrorOf } from './probe.js';
import { failure, ok, warning, type Result } from './finding.js';

/** Whether the application knows the operator's Platform Application; nobody signs in for it. */
export async function checkOperatorsApplication(
  client: BulletTrainClient,
  config: AppConfig,
): Promise<Result[]> {
  const redirectUri = `${config.server.publicUrl}/oauth/callback`;
  const { application } = config.oauth;
  if (!application) {
    return [
      warning(
        'there is none: people sign in only with Platform Applications of their own',
        `${howToProvision(redirectUri)}. Set BULLET_TRAIN_CLIENT_ID and BULLET_TRAIN_CLIENT_SECRET to what is printed`,
      ),
    ];
  }
  const credentials = await checkCredentials(client, application, redirectUri);
  if (credentials.level === 'failure') return [credentials];
  return [
    credentials,
    await checkRedirectUri(client, config, application.clientId, redirectUri),
    ...checkScheme(redirectUri, config),
  ];
}

/**
 * An application without a team stays when a team goes, and people find their connections, and can cut them, on the
 * API page of their own team; the menu makes only those of a team.
 */
function howToProvision(redirectUri: string): string {
  return `On the console of the application (bin/rails console): application = Platform::Application.create!(name: "AI assistants", redirect_uri: "${redirectUri}", team: nil); puts application.uid, application.secret. Or, as an admin of a team, which it then belongs to: Developers, API, Provision New Platform Application (not under DISABLE_DEVELOPER_MENU), with ${redirectUri} as its Redirect URI, several separated by spaces`;
}

/** Doorkeeper's `force_ssl_in_redirect_uri`, which Bullet Train leaves on outside of development. */
function checkScheme(redirectUri: string, { bulletTrain }: AppConfig): Result[] {
  // In development the application has no https either.
  if (!redirectUri.startsWith('http:') || bulletTrain.publicUrl.startsWith('http:')) return [];
  return [
    warning(
      `its redirect URI ${redirectUri} is http, which an application takes in development alone`,
      'In production set PUBLIC_URL to an https address, and register that',
    ),
  ];
}

/** Doorkeeper looks at the client before the code: a code that is none gets `invalid_grant` from a known one. */
async function checkCredentials(
  client: BulletTrainClient,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  redirectUri: string,
): Promise<Result> {
  const answer = await askForToken(client, {
    grant_type: 'authorization_code',
    code: randomBytes(32).toString('base64url'),
    redirect_uri: redirectUri,
    client_id: clientId,
    client_secret: clientSecret,
  });
  const error = oauthErrorOf(answer);
  if (error === 'invalid_grant') return ok('its client ID and secret are right');
  if (error === 'invalid_client' || error === 'unauthorized_client') {
    return failure(
      'the application refuses its client ID or secret',
      'Copy both anew from its page (Developers, API) into BULLET_TRAIN_CLIENT_ID and BULLET_TRAIN_CLIENT_SECRET',
    );
  }
  return failure(
    `/oauth/token answers ${answer.status}${error === undefined ? '' : ` ${error}`} to a code that is none, and not invalid_grant`,
    'Look into the log of the application',
  );
}

/** Bullet Train asks who is there before it looks at the request, so seldom can this be told from here. */
async function checkRedirectUri(
  client: BulletTrainClient,
  { bulletTrain }: AppConfig,
  clientId: string,
  redirectUri: string,
): Promise<Result> {
  const query = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code' };
  const path = `/oauth/authorize?${new URLSearchParams(query).toString()}`;
  const { status } = await probe(client, path);
  const registered = `Its Redirect URI must have, to the letter, separated from others by a space, ${redirectUri}`;
  if (status >= 400) {
    return failure(`/oauth/authorize answers ${status} to its redirect URI`, registered);
  }
  return warning(
    'whether its redirect URI is registered only somebody who is signed in can see',
    `${registered}. Sign in to the application and open ${bulletTrain.publicUrl}${path} there: it is not when the application says so, and it is when you come to a page of this server. If you come to its dashboard instead, open the address again: after a sign-in with another account, such as Google's, Bullet Train has forgotten where you wanted to go`,
  );
}
