/**
 * The name of a server in the MCP registry and on its server card: reverse DNS and a suffix, `com.example.mcp/server`
 * for `https://mcp.example.com`. The domain's owner may publish there (DNS or HTTP proof).
 */
export function registryName(publicUrl: string): string {
  const { hostname } = new URL(publicUrl);
  return `${hostname.split('.').toReversed().join('.')}/${REGISTRY_SUFFIX}`;
}

/** What follows the domain in `registryName`. */
export const REGISTRY_SUFFIX = 'server';
