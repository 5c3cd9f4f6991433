import { isLoopback } from '../values/loopback.js';
import type { AppConfig } from './app-config.js';

/** @returns what is allowed and yet seldom meant, one sentence each, for the log */
export function configWarnings({
  oauth,
  server,
  maxResultTokens,
  isResultInChars,
}: AppConfig): string[] {
  const { application, secretIsTemporary, directClients, acceptBulletTrainTokens } = oauth;
  const { protocol, hostname } = new URL(server.publicUrl);
  const isLocal = isLoopback(hostname);
  return [
    application !== undefined &&
      secretIsTemporary &&
      'OAUTH_SECRET is not set: at the next start everybody has to sign in again. Make one with `openssl rand -base64 32`',
    application === undefined &&
      !directClients &&
      'OAUTH_DIRECT_CLIENTS is off and there is no BULLET_TRAIN_CLIENT_ID: nobody can sign in',
    directClients &&
      !acceptBulletTrainTokens &&
      'ACCEPT_BULLET_TRAIN_TOKENS is off: people who sign in with applications of their own are refused afterwards; set OAUTH_DIRECT_CLIENTS=off too',
    protocol === 'http:' &&
      !isLocal &&
      'PUBLIC_URL is not https: tokens and cookies can be read on their way, and clients will refuse it',
    isResultInChars &&
      `MCP_MAX_RESULT_CHARS is the older name: set MCP_MAX_RESULT_TOKENS=${maxResultTokens} in its place`,
  ].filter((doubt) => doubt !== false);
}
