import type { CacheHint } from '@modelcontextprotocol/server';
import type { Catalog } from '../../catalog/tool-catalog.js';
import type { AppConfig } from '../../config/app-config.js';
import { SERVER_VERSION } from '../../config/version.js';

/** What this server calls itself (MCP, `Implementation`): the application by its own name. */
export function serverInfo(catalog: Catalog | undefined) {
  const title = catalog?.applicationName ?? 'Bullet Train';
  return { name: 'bullet-train-mcp', title, version: SERVER_VERSION };
}

/** How long a list is good: until the document is looked at again. */
export function listHint(config: AppConfig): CacheHint {
  return { ttlMs: config.openapiRefreshSeconds * 1000, cacheScope: 'private' };
}
