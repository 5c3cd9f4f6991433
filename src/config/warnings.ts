import { isLoopback } from '../values/loopback.js';
import type { AppConfig } from './app-config.js';
import { misspelledVariables } from './misspelled.js';
import { oldNameWarnings } from './old-names.js';

/**
 * @param variables those that the configuration was read from
 * @returns what is allowed and yet seldom meant, one sentence each, without values that may be secrets
 */
export function configWarnings(
  { oauth, server }: AppConfig,
  variables: NodeJS.ProcessEnv = process.env,
): string[] {
  const { application, secretIsTemporary, passthroughClients } = oauth;
  const { protocol, hostname } = new URL(server.publicUrl);
  return [
    ...misspelledVariables(variables),
    ...oldNameWarnings(variables),
    application !== undefined &&
      secretIsTemporary &&
      'OAUTH_SECRET is not set: at the next start everybody has to sign in again. Make one with `openssl rand -base64 32`',
    application === undefined &&
      !passthroughClients &&
      'BULLET_TRAIN_TOKENS lets nobody sign in with a client ID, and there is no BULLET_TRAIN_CLIENT_ID: nobody can sign in',
    protocol === 'http:' &&
      !isLoopback(hostname) &&
      'PUBLIC_URL is not https: tokens and cookies can be read on their way, and clients will refuse it',
  ].filter((warning) => warning !== false);
}
