import { OAuthError } from './oauth-error.js';

/** The resources that tokens are issued for: the bare address and the MCP endpoint. */
export function resourcesOf(publicUrl: string): string[] {
  return [publicUrl, `${publicUrl}/mcp`];
}

/**
 * Which resource a request names (RFC 8707 §2). An upper-case host and a trailing slash are tolerated,
 * and so is a query, because people narrow their connection in the endpoint's URL.
 * @returns one of `resourcesOf`; the MCP endpoint when none is named
 * @throws OAuthError `invalid_target` when it is not one of this server's
 */
export function readResource(given: string | undefined, publicUrl: string): string {
  if (given === undefined) return `${publicUrl}/mcp`;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const named = url && !url.hash && `${url.origin}${url.pathname.replace(/\/$/, '')}`;
  const resource = resourcesOf(publicUrl).find((candidate) => candidate === named);
  if (resource !== undefined && !url?.username && !url?.password) return resource;
  throw new OAuthError('invalid_target', `resource must be ${publicUrl}/mcp`);
}

/** @throws OAuthError `invalid_target` when a token request names another resource than was granted (RFC 8707 §2.2) */
export function checkResource(given: string | undefined, granted: string, publicUrl: string): void {
  if (given === undefined || readResource(given, publicUrl) === granted) return;
  throw new OAuthError('invalid_target', `The grant is for ${granted}`);
}
