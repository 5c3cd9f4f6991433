import { isLoopback } from '../values/loopback.js';
import type { AppConfig } from './app-config.js';
import { misspelledVariables } from './misspelled.js';
import { oldNameWarnings } from './old-names.js';

/**
 * @param variables the variables that the configuration was read from
 * @returns a sentence for each setting that is valid but seldom meant, without values that may be secrets
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
      'OAUTH_SECRET is not set: everybody has to sign in again after the next start. Make one with `openssl rand -base64 32`',
    application === undefined &&
      !passthroughClients &&
      'nobody can sign in: there is no BULLET_TRAIN_CLIENT_ID, and BULLET_TRAIN_TOKENS does not allow client IDs of Platform Applications',
    protocol === 'http:' &&
      !isLoopback(hostname) &&
      'PUBLIC_URL is not https: others on the network can read tokens and cookies, and clients will refuse it',
  ].filter((warning) => warning !== false);
}
