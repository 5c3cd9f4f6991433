import type { CacheHint } from '@modelcontextprotocol/server';
import type { Catalog } from '../../catalog/tool-catalog.js';
import type { AppConfig } from '../../config/app-config.js';
import { SERVER_VERSION } from '../../config/version.js';

/** The server's name for clients (MCP 2025-11-25, `Implementation`): the application's name and icon. */
export function serverInfo(
  catalog: Catalog | undefined,
  { application, bulletTrain, server }: AppConfig,
) {
  return {
    name: 'bullet-train-mcp',
    title: catalog?.applicationName ?? application.name ?? 'Bullet Train',
    version: SERVER_VERSION,
    websiteUrl: bulletTrain.publicUrl,
    icons: [iconOf(application.logoUrl ?? `${server.publicUrl}/icon.svg`)],
  };
}

function iconOf(src: string) {
  const isSvg = new URL(src).pathname.endsWith('.svg');
  return { src, ...(isSvg && { mimeType: 'image/svg+xml', sizes: ['any'] }) };
}

/** How long a list may be cached: until the document is read again. */
export function listHint(config: AppConfig): CacheHint {
  return { ttlMs: config.openapiRefreshSeconds * 1000, cacheScope: 'private' };
}
