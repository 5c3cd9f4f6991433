import type { AppConfig } from '../../config/app-config.js';
import { SCOPES, supportedScopes } from './scope.js';

/** The algorithms with which clients may sign assertions: none with a shared secret, and never `none`. */
export const SIGNING_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];

const PROTECTED_RESOURCE = '/.well-known/oauth-protected-resource';

/**
 * RFC 9728 §3.1: the well-known path goes between the host and the resource's path.
 * @param path the resource's path: `/mcp`, or `/` for the bare origin
 */
export function protectedResourceMetadataUrl(publicUrl: string, path: string): string {
  return `${publicUrl}${PROTECTED_RESOURCE}${path === '/' ? '' : path}`;
}

/** RFC 9728 §2. @param name the application's name, which directories and clients show */
export function protectedResourceMetadata(
  { server: { publicUrl }, application }: AppConfig,
  path: '' | '/mcp',
  name: string,
) {
  const { documentationUrl, privacyUrl, termsUrl } = application;
  return {
    resource: `${publicUrl}${path}`,
    authorization_servers: [publicUrl],
    scopes_supported: SCOPES,
    bearer_methods_supported: ['header'],
    resource_name: name,
    // JSON leaves out what is undefined.
    resource_documentation: documentationUrl,
    resource_policy_uri: privacyUrl,
    resource_tos_uri: termsUrl,
  };
}

/**
 * RFC 8414 §2. The issuer is PUBLIC_URL, character for character. Registration, CIMD, `private_key_jwt` and the
 * userinfo endpoint are there only with the operator's application.
 * @param tellsEmail whether the application tells the address of the person who is signed in
 */
export function authorizationServerMetadata(
  { server, oauth, application }: AppConfig,
  tellsEmail: boolean,
) {
  const { publicUrl } = server;
  const ownClients = oauth.application !== undefined;
  const identifies = ownClients && tellsEmail;
  const methods = [
    'none',
    'client_secret_post',
    'client_secret_basic',
    ...(ownClients ? ['private_key_jwt'] : []),
  ];
  return {
    issuer: publicUrl,
    authorization_endpoint: `${publicUrl}/oauth/authorize`,
    token_endpoint: `${publicUrl}/oauth/token`,
    revocation_endpoint: `${publicUrl}/oauth/revoke`,
    ...(ownClients && {
      registration_endpoint: `${publicUrl}/oauth/register`,
      client_id_metadata_document_supported: true,
    }),
    // Resources do not ask for refresh tokens, so the resource's own metadata does not name offline_access (MCP
    // 2026-07-28).
    scopes_supported: supportedScopes(identifies),
    // OpenID Connect Core §5.3. There is no ID token: clients that ask who somebody is ask this endpoint.
    ...(identifies && {
      userinfo_endpoint: `${publicUrl}/oauth/userinfo`,
      subject_types_supported: ['public'],
      claims_supported: ['sub', 'name', 'email', 'email_verified'],
    }),
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_methods_supported: methods,
    ...(ownClients && {
      token_endpoint_auth_signing_alg_values_supported: SIGNING_ALGORITHMS,
      revocation_endpoint_auth_signing_alg_values_supported: SIGNING_ALGORITHMS,
    }),
    // RFC 7636. Clients refuse a server whose metadata does not name S256.
    code_challenge_methods_supported: ['S256'],
    service_documentation: application.documentationUrl,
    op_policy_uri: application.privacyUrl,
    op_tos_uri: application.termsUrl,
    // RFC 9207 §3.
    authorization_response_iss_parameter_supported: true,
  };
}
