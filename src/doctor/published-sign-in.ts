import type { AppConfig } from '../config/app-config.js';
import { isRecord } from '../values/is-record.js';
import { failure, ok, warning, type Result } from './finding.js';

const TIMEOUT_MS = 10_000;
/** developers.openai.com/plugins/build/auth; claude.com/docs/connectors/building/authentication. */
const REDIRECT_URIS = [
  'https://chatgpt.com/connector_platform_oauth_redirect',
  'https://chatgpt.com/connector/oauth/review',
  'https://claude.ai/api/mcp/auth_callback',
  'https://claude.com/api/mcp/auth_callback',
  'http://localhost:53682/callback',
];

/** What the clients of both directories do before a person signs in, at PUBLIC_URL. */
export async function checkSignIn({ server, oauth }: AppConfig): Promise<Result[]> {
  const { publicUrl } = server;
  const metadata = await ask(`${publicUrl}/.well-known/oauth-authorization-server`);
  if (!metadata) {
    return [
      warning(
        `cannot check how clients sign in: ${publicUrl} does not answer with this server's metadata`,
        'Start this server where PUBLIC_URL leads, and run the doctor again',
      ),
    ];
  }
  return [
    await checkResource(publicUrl),
    checkMetadata(metadata),
    await checkRedirects(publicUrl),
    checkIdentity(metadata, oauth),
  ];
}

/** OpenAI's form: "Enterprise domain restrictions". */
function checkIdentity(
  metadata: Record<string, unknown>,
  { emailsVerified }: AppConfig['oauth'],
): Result {
  if (typeof metadata['userinfo_endpoint'] !== 'string') {
    return warning(
      'ChatGPT cannot restrict the plugin to the email domain of a company: there is no userinfo endpoint',
      'The document must describe that users/me answers an email, and FIELDS_REDACT and FIELDS_HIDE must leave it',
    );
  }
  return emailsVerified
    ? ok('the userinfo endpoint tells verified email addresses')
    : warning(
        'ChatGPT can restrict the plugin to the email domain of a company only if users/me answers email_verified: true',
        'If the application lets nobody in before they have confirmed their address, set EMAILS_VERIFIED=on; a stock application does not',
      );
}

/** Claude compares the resource with the address that people enter, its path included (RFC 9728 §3.3). */
async function checkResource(publicUrl: string): Promise<Result> {
  const answer = await ask(`${publicUrl}/.well-known/oauth-protected-resource/mcp`);
  return answer?.['resource'] === `${publicUrl}/mcp`
    ? ok(`the metadata names the resource ${publicUrl}/mcp`)
    : failure(
        `the metadata does not name the resource ${publicUrl}/mcp`,
        'Let the proxy pass /.well-known/ on unchanged, and set PUBLIC_URL to the address that people enter',
      );
}

function checkMetadata(metadata: Record<string, unknown>): Result {
  const methods = metadata['code_challenge_methods_supported'];
  const isComplete =
    Array.isArray(methods) &&
    methods.includes('S256') &&
    metadata['client_id_metadata_document_supported'] === true &&
    typeof metadata['registration_endpoint'] === 'string';
  return isComplete
    ? ok('ChatGPT and Claude can register by metadata document or at the endpoint, and use PKCE')
    : failure(
        'the metadata offers clients no registration',
        'Set BULLET_TRAIN_CLIENT_ID and BULLET_TRAIN_CLIENT_SECRET where the server runs',
      );
}

/** Registrations are sealed into the client_id, so nothing of this one remains. */
async function checkRedirects(publicUrl: string): Promise<Result> {
  const answer = await ask(`${publicUrl}/oauth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      client_name: 'bullet-train-mcp doctor',
      redirect_uris: REDIRECT_URIS,
      token_endpoint_auth_method: 'none',
    }),
  });
  const kept = answer?.['redirect_uris'];
  const refused = REDIRECT_URIS.filter((uri) => !Array.isArray(kept) || !kept.includes(uri));
  return refused.length === 0
    ? ok('the redirect URIs of ChatGPT and Claude can be registered')
    : failure(
        `these redirect URIs cannot be registered: ${refused.join(', ')}`,
        'Let the proxy pass POST /oauth/register on, and see the log of the server',
      );
}

/** @returns the JSON object of a successful answer */
async function ask(url: string, init?: RequestInit): Promise<Record<string, unknown> | undefined> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { ...init, signal, redirect: 'error' });
    const body: unknown = response.ok ? await response.json() : undefined;
    return isRecord(body) ? body : undefined;
  } catch {
    return undefined;
  }
}
