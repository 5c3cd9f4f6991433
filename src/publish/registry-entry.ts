import type { AppConfig } from '../config/app-config.js';
import { registryName } from '../config/registry-name.js';
import { SERVER_VERSION } from '../config/version.js';
import { descriptionOf, displayName } from './names.js';
import type { Publishable } from './publishable-tools.js';

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json';
/** The registry's limits. */
const MOST_DESCRIPTION_CHARS = 100;
const MOST_TITLE_CHARS = 100;

/** The entry in the MCP registry, `server.json`: a remote server, in the namespace of its own domain. */
export function writeRegistryEntry(publishable: Publishable, config: AppConfig) {
  const { server, bulletTrain, application } = config;
  const title = displayName(publishable);
  const isSafe = (url: string | undefined) => url?.startsWith('https://') === true;
  const logo = application.logoUrl ?? `${server.publicUrl}/icon.svg`;
  return {
    $schema: SCHEMA,
    name: registryName(server.publicUrl),
    title: title.slice(0, MOST_TITLE_CHARS),
    description: shortDescription(publishable),
    version: SERVER_VERSION,
    websiteUrl: application.documentationUrl ?? bulletTrain.publicUrl,
    ...(isSafe(logo) && { icons: [iconOf(logo)] }),
    remotes: [{ type: 'streamable-http', url: `${server.publicUrl}/mcp` }],
  };
}

function shortDescription(publishable: Publishable): string {
  const [first = ''] = descriptionOf(publishable).split('. ');
  const text = first.endsWith('.') ? first : `${first}.`;
  if (text.length <= MOST_DESCRIPTION_CHARS) return text;
  return `Work with your ${displayName(publishable)} records, with your own account.`.slice(
    0,
    MOST_DESCRIPTION_CHARS,
  );
}

function iconOf(src: string) {
  const type = /\.(svg|png|jpe?g|webp)(\?|$)/i.exec(new URL(src).pathname)?.[1]?.toLowerCase();
  const types: Record<string, string> = {
    svg: 'image/svg+xml',
    png: 'image/png',
    jpg: 'image/jpeg',
    jpeg: 'image/jpeg',
    webp: 'image/webp',
  };
  const mimeType = type === undefined ? undefined : types[type];
  return { src, ...(mimeType && { mimeType }), ...(type === 'svg' && { sizes: ['any'] }) };
}
