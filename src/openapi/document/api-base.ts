import { isRecord } from '../../values/is-record.js';

const VERSION = /^v\d+(\.\d+)*$/i;

/**
 * Finds the prefix that each path of a document needs: `''` for paths that contain `/api/v1` already (Mastodon, Spree
 * and freee have it in `servers` and in the paths), `/api` for paths that begin with the version.
 * @returns a function from a path to its prefix; undefined means below the operator's `/api/v1`, as in every Bullet
 *   Train document
 */
export function findBases(document: Record<string, unknown>): BaseOf {
  const paths = Object.keys(isRecord(document['paths']) ? document['paths'] : {});
  const own = serverPath(document['servers']);
  const share = (isRooted: (path: string) => boolean) =>
    paths.length > 0 && paths.filter(isRooted).length > paths.length / 2;
  const isMostlyRooted = share((path) => /^\/api\//i.test(path));
  const isMostlyVersioned = share((path) => VERSION.test(path.split('/')[1] ?? ''));
  const common = isMostlyRooted ? '' : isMostlyVersioned ? '/api' : insideApi(own?.path);
  return (path, ...servers) => {
    const [first = '', second = ''] = path.split('/').slice(1);
    if (first.toLowerCase() === 'api' && VERSION.test(second)) return '';
    if (VERSION.test(first)) return '/api';
    for (const listed of servers) {
      const server = serverPath(listed);
      // A document can never send requests to another host.
      const isOurs = server && (server.host === undefined || server.host === own?.host);
      if (isOurs && server.path !== own?.path && /^\/api(\/|$)/i.test(server.path))
        return server.path;
    }
    return common;
  };
}

/** @param servers the `servers` of the operation and of its path item, the nearest first */
type BaseOf = (path: string, ...servers: unknown[]) => string | undefined;

/** `/api/v1/admin` has more than the version, so the paths continue from there. */
function insideApi(path = ''): string | undefined {
  return /^\/api\/v\d+(\.\d+)*\/./i.test(path) ? path : undefined;
}

interface ServerPath {
  path: string;
  /** Undefined for a relative address. */
  host?: string;
}

/** The first server's path, its variables filled in with their defaults (OpenAPI 3.1 §4.8.5). */
function serverPath(servers: unknown): ServerPath | undefined {
  const first: unknown = Array.isArray(servers) ? servers[0] : undefined;
  if (!isRecord(first) || typeof first['url'] !== 'string') return undefined;
  const variables = isRecord(first['variables']) ? first['variables'] : {};
  const address = first['url'].replace(/\{([^{}]+)\}/g, (_braces, name: string) => {
    const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return isRecord(variable) ? String(variable['default']) : 'x';
  });
  const base = 'http://relative.invalid';
  if (!URL.canParse(address, base)) return undefined;
  const { pathname, host } = new URL(address, base);
  const path = pathname.replace(/\/+$/, '');
  return host === 'relative.invalid' ? { path } : { path, host };
}
