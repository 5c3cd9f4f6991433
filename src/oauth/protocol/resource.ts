import { OAuthError } from './oauth-error.js';

/** The resources that tokens are issued for: the bare address and the MCP endpoint. */
export function resourcesOf(publicUrl: string): string[] {
  return [publicUrl, `${publicUrl}/mcp`];
}

/**
 * Which resource a request names; it may name several (RFC 8707 §2). An upper-case host, a trailing slash and a query
 * are tolerated, because people narrow their connection in the endpoint's URL.
 * @returns one of `resourcesOf`: the MCP endpoint when none or both are named, because a token for one is good at the
 *   other
 * @throws OAuthError `invalid_target` when one of them is not this server's
 */
export function readResource(given: readonly string[], publicUrl: string): string {
  const endpoint = `${publicUrl}/mcp`;
  const named = new Set(given.map((one) => readOne(one, publicUrl)));
  return named.size === 0 || named.has(endpoint) ? endpoint : publicUrl;
}

function readOne(given: string, publicUrl: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const named = url && !url.hash && `${url.origin}${url.pathname.replace(/\/$/, '')}`;
  const resource = resourcesOf(publicUrl).find((candidate) => candidate === named);
  if (resource !== undefined && !url?.username && !url?.password) return resource;
  throw new OAuthError('invalid_target', `resource must be ${publicUrl}/mcp`);
}

/** @throws OAuthError `invalid_target` when a token request names another resource than was granted (RFC 8707 §2.2) */
export function checkResource(given: readonly string[], granted: string, publicUrl: string): void {
  if (given.length === 0 || readResource(given, publicUrl) === granted) return;
  throw new OAuthError('invalid_target', `The grant is for ${granted}`);
}
