import { describe, expect, it } from '@jest/globals';
import { findBases } from './api-base.js';

const baseOf = (paths: string[], servers: unknown, path: string, ...nearer: unknown[]) =>
  findBases({ servers, paths: Object.fromEntries(paths.map((one) => [one, {}])) })(path, ...nearer);
const at = (url: string) => [{ url }];

describe('findBases', () => {
  it.each<[what: string, paths: string[], servers: unknown, path: string, base: unknown]>([
    ['below the operator’s API', ['/a'], at('https://x.example/api/v1'), '/a', undefined],
    ['the same without servers', ['/a'], undefined, '/a', undefined],
    ['the same with the root as server', ['/a'], at('/'), '/a', undefined],
    ['the same on another host', ['/a'], at('https://evil.example'), '/a', undefined],
    ['at its own root', ['/api/v1/a'], at('https://x.example/api/v1'), '/api/v1/a', ''],
    [
      'the same for what is beside the API',
      ['/api/v1/a', '/api/v1/b', '/health'],
      [],
      '/health',
      '',
    ],
    [
      'below the API for one such path among others',
      ['/a', '/b', '/api/tokens'],
      [],
      '/api/tokens',
      undefined,
    ],
    ['before the version that the path has', ['/v1/a'], at('/api'), '/v1/a', '/api'],
    ['deeper in the API', ['/a'], at('https://{h}/api/v1/admin'), '/a', '/api/v1/admin'],
    ['where nothing can be read', ['/a'], [{ url: 7 }, null], '/a', undefined],
  ])('puts a path %s', (_what, paths, servers, path, base) => {
    expect(baseOf(paths, servers, path)).toBe(base);
  });

  it.each([
    ['/api/v2', '/api/v2'],
    ['https://x.example/api/v2', '/api/v2'],
    ['https://evil.example/api/v2', undefined],
    ['//evil.example/api/v2', undefined],
    ['/elsewhere', undefined],
    ['https://x.example/api/v1', undefined],
  ])('decides on %s as the server of an operation', (url, base) => {
    expect(baseOf(['/a'], at('https://x.example/api/v1'), '/a', at(url))).toBe(base);
  });
});
