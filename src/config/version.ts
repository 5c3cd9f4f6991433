import { readFileSync } from 'node:fs';

const manifest = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string };

/** This server's own version, from package.json. */
export const SERVER_VERSION = manifest.version;
