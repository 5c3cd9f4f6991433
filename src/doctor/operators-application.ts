import { randomBytes } from 'node:crypto';
import type { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import type { AppConfig } from '../config/app-config.js';
import { probe, askForToken, oauthErrorOf } from './probe.js';
import { failure, ok, warning, type Result } from './finding.js';

/** Whether the application accepts the operator's Platform Application. Nobody has to sign in for it. */
export async function checkOperatorsApplication(
  client: BulletTrainClient,
  config: AppConfig,
): Promise<Result[]> {
  const redirectUri = `${config.server.publicUrl}/oauth/callback`;
  const { application } = config.oauth;
  if (!application) {
    return [
      warning(
        'there is none: people can sign in only with their own Platform Applications',
        `${howToProvision(redirectUri)}. Set BULLET_TRAIN_CLIENT_ID and BULLET_TRAIN_CLIENT_SECRET to the printed values`,
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
 * An application without a team outlives every team, and people find and cut their connections on the API page of their
 * own team. The menu can only make applications of a team.
 */
function howToProvision(redirectUri: string): string {
  return `In the console of the application (bin/rails console): application = Platform::Application.create!(name: "AI assistants", redirect_uri: "${redirectUri}", team: nil); puts application.uid, application.secret. Or, as an admin of the team that will own it: Developers, API, Provision New Platform Application (not under DISABLE_DEVELOPER_MENU), with ${redirectUri} as its Redirect URI, several separated by spaces`;
}

/** Doorkeeper's `force_ssl_in_redirect_uri`, which Bullet Train turns off only in development. */
function checkScheme(redirectUri: string, { bulletTrain }: AppConfig): Result[] {
  // A development application has no https either.
  if (!redirectUri.startsWith('http:') || bulletTrain.publicUrl.startsWith('http:')) return [];
  return [
    warning(
      `its redirect URI ${redirectUri} is http, which applications accept only in development`,
      'In production, set PUBLIC_URL to an https address, and register its redirect URI',
    ),
  ];
}

/** Doorkeeper checks the client before the code: with the right secret, a made-up code gets `invalid_grant`. */
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
      'Copy both again from its page (Developers, API) into BULLET_TRAIN_CLIENT_ID and BULLET_TRAIN_CLIENT_SECRET',
    );
  }
  return failure(
    `/oauth/token answers ${answer.status}${error === undefined ? '' : ` ${error}`} to a made-up code, instead of invalid_grant`,
    'Look into the log of the application',
  );
}

/** Bullet Train asks for a sign-in before it looks at the request, so this check can seldom tell. */
async function checkRedirectUri(
  client: BulletTrainClient,
  { bulletTrain }: AppConfig,
  clientId: string,
  redirectUri: string,
): Promise<Result> {
  const query = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code' };
  const path = `/oauth/authorize?${new URLSearchParams(query).toString()}`;
  const { status } = await probe(client, path);
  const registered = `Register exactly ${redirectUri} as its Redirect URI; a space separates several`;
  if (status >= 400) {
    return failure(`/oauth/authorize answers ${status} to its redirect URI`, registered);
  }
  return warning(
    'only somebody who is signed in can see whether its redirect URI is registered',
    `${registered}. To check, sign in to the application and open ${bulletTrain.publicUrl}${path}: if it is registered, you come to a page of this server, otherwise the application shows an error. If you come to its dashboard, open the address again: after a sign-in with another account, such as Google's, Bullet Train forgets where you were going`,
  );
}
